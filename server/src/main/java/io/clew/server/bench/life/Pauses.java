package io.clew.server.bench.life;

import io.clew.server.bench.report.HistogramChart;
import io.clew.server.bench.report.Page;
import io.clew.server.bench.report.Report;
import io.clew.server.bench.report.TextTable;

import java.util.List;

/**
 * The pauses that the ends of leaders made, and what is told of them.
 *
 * @param millis at least one
 * @param flags of the nodes
 */
public record Pauses(List<Double> millis, List<String> flags) {
    private static final int LAST = 100;

    /** The smallest pause that at least so many of a hundred do not exceed. */
    double percentile(int percent) {
        List<Double> sorted = millis.stream().sorted().toList();
        int rank = Math.ceilDiv(percent * sorted.size(), LAST);
        return sorted.get(Math.max(0, rank - 1));
    }

    private TextTable table() {
        var table =
                new TextTable(
                        List.of(
                                "without an acknowledged write",
                                "kills",
                                "best ms",
                                "median ms",
                                "p90 ms",
                                "worst ms"));
        table.row(
                List.of(
                        flags.isEmpty() ? "default timeouts" : String.join(" ", flags),
                        Integer.toString(millis.size()),
                        Report.fixed(percentile(0), 0),
                        Report.fixed(percentile(50), 0),
                        Report.fixed(percentile(90), 0),
                        Report.fixed(percentile(LAST), 0)));
        return table;
    }

    /** The table and a histogram. */
    public Page page() {
        String note =
                "median "
                        + Report.fixed(percentile(50), 0)
                        + " ms, worst "
                        + Report.fixed(percentile(LAST), 0)
                        + " ms of "
                        + millis.size();
        return new Page("Time without an acknowledged write after kill -9 of the leader")
                .chart(new HistogramChart("Pauses, ms", note, millis))
                .table(table());
    }

    @Override
    public String toString() {
        return table().toString();
    }
}
