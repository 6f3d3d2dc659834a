package io.clew.server.bench.compare;

import io.clew.server.bench.report.BarChart;
import io.clew.server.bench.report.Bars;
import io.clew.server.bench.report.Report;
import io.clew.server.bench.report.TextTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures of the same load on clusters with different numbers of shards, of as many runs each. */
public final class ShardCounts {
    private static final List<String> COLUMNS = List.of("ops/s", "p50 ms", "p99 ms", "CPU us/op");

    private final Map<Integer, List<Figures>> runs = new LinkedHashMap<>();

    /**
     * Without any figures yet.
     *
     * @param counts of shards; the others are compared with the first
     */
    public ShardCounts(List<Integer> counts) {
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("no number of shards");
        }
        counts.forEach(count -> runs.put(count, new ArrayList<>()));
    }

    /** Adds a run with one of the numbers of shards. */
    public void add(int count, Figures figures) {
        var its = runs.get(count);
        if (its == null) {
            throw new IllegalArgumentException(count + " shards are not compared");
        }
        its.add(figures);
    }

    /** Whether there are runs of all, in each of which operations succeeded. */
    public boolean complete() {
        return runs.values().stream()
                .allMatch(
                        its -> !its.isEmpty() && its.stream().allMatch(run -> run.perSecond() > 0));
    }

    /** For people, such as {@code 16 shards}. */
    public static String title(int count) {
        return count == 1 ? "1 shard" : count + " shards";
    }

    private Map<Integer, Figures> medians() {
        var medians = new LinkedHashMap<Integer, Figures>();
        runs.forEach((count, its) -> medians.put(count, Figures.median(its)));
        return medians;
    }

    private int first() {
        return runs.keySet().iterator().next();
    }

    /** A line of medians for each, with ratios to the first; all must have been measured. */
    public TextTable table() {
        int ofEach = runs.values().stream().mapToInt(List::size).min().orElse(0);
        var headings = new ArrayList<>(List.of("median of " + ofEach));
        headings.addAll(COLUMNS);
        COLUMNS.forEach(column -> headings.add("ratio " + column.replaceAll(" .*", "")));
        headings.add("errors");
        var table = new TextTable(headings);
        var medians = medians();
        Figures base = Figures.median(runs.getOrDefault(first(), List.of()));
        medians.forEach(
                (count, each) -> {
                    var cells = new ArrayList<>(List.of(title(count)));
                    cells.addAll(figures(each));
                    cells.add(ratio(each.perSecond(), base.perSecond()));
                    cells.add(ratio(each.p50Millis(), base.p50Millis()));
                    cells.add(ratio(each.p99Millis(), base.p99Millis()));
                    cells.add(ratio(each.cpuMicros(), base.cpuMicros()));
                    cells.add(Report.fixed(each.errors(), 0));
                    table.row(cells);
                });
        return table;
    }

    private static List<String> figures(Figures each) {
        return List.of(
                Report.fixed(each.perSecond(), 0),
                Report.fixed(each.p50Millis(), 2),
                Report.fixed(each.p99Millis(), 2),
                Report.fixed(each.cpuMicros(), 1));
    }

    private static String ratio(double figure, double base) {
        return base == 0 ? "-" : Report.fixed(figure / base, 2) + " x";
    }

    /** Every run, for whoever wants to see how much they differ. */
    public TextTable everyRun() {
        var headings = new ArrayList<>(List.of("every run"));
        headings.addAll(COLUMNS);
        headings.addAll(List.of("client CPU us/op", "errors"));
        var table = new TextTable(headings);
        runs.forEach(
                (count, its) -> {
                    for (Figures each : its) {
                        var cells = new ArrayList<>(List.of(title(count)));
                        cells.addAll(figures(each));
                        cells.add(Report.fixed(each.clientMicros(), 1));
                        cells.add(Report.fixed(each.errors(), 0));
                        table.row(cells);
                    }
                });
        return table;
    }

    /** A chart for each figure: every number of shards but the first beside the first. */
    public List<BarChart> charts() {
        String more = "longer is better";
        String less = "shorter is better";
        return List.of(
                chart("Operations a second", more, 0, Figures::perSecond),
                chart(
                        "Processor time of all servers for one operation, µs",
                        less,
                        1,
                        Figures::cpuMicros),
                chart("Median latency, ms", less, 2, Figures::p50Millis),
                chart("99th percentile of latency, ms", less, 2, Figures::p99Millis));
    }

    private BarChart chart(
            String title, String direction, int digits, ToDoubleFunction<Figures> figure) {
        var medians = medians();
        double base = figure.applyAsDouble(Figures.median(runs.getOrDefault(first(), List.of())));
        var bars = new ArrayList<Bars>();
        medians.forEach(
                (count, each) -> {
                    if (count != first()) {
                        bars.add(new Bars(title(count), figure.applyAsDouble(each), base));
                    }
                });
        return new BarChart(title, direction, "so many", title(first()), digits, bars);
    }
}
