package io.clew.server.bench;

import io.clew.server.bench.LoadGenerator.Measurement;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a table of aligned columns, and below it what needs words. */
final class Report {
    private static final List<String> HEADINGS =
            List.of(
                    "",
                    "operations",
                    "per second",
                    "p50 ms",
                    "p99 ms",
                    "p99.9 ms",
                    "max ms",
                    "errors",
                    "server CPU us/op");

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Report() {
        rows.add(HEADINGS);
    }

    /**
     * @param cpu of the servers, null if they are not ours
     */
    void add(String name, Measurement measured, @Nullable Duration cpu) {
        Tally tally = measured.tally();
        Histogram all = tally.all();
        long errors = tally.errors.values().stream().mapToLong(Long::longValue).sum();
        String perOperation =
                cpu == null || all.getTotalCount() == 0
                        ? "-"
                        : fixed(cpu.toNanos() / 1e3 / all.getTotalCount(), 1);
        row(name, all, measured, Long.toString(errors), perOperation);
        if (tally.reads.getTotalCount() > 0 && tally.writes.getTotalCount() > 0) {
            row("  reads", tally.reads, measured, "", "");
            row("  writes", tally.writes, measured, "", "");
        }
        tally.errors.forEach((kind, count) -> remarks.add(name + ": " + count + " times " + kind));
    }

    private void row(
            String name, Histogram latencies, Measurement measured, String errors, String cpu) {
        long count = latencies.getTotalCount();
        rows.add(
                List.of(
                        name,
                        Long.toString(count),
                        fixed(measured.perSecond(count), 0),
                        millis(latencies.getValueAtPercentile(50)),
                        millis(latencies.getValueAtPercentile(99)),
                        millis(latencies.getValueAtPercentile(99.9)),
                        millis(latencies.getMaxValue()),
                        errors,
                        cpu));
    }

    void remark(String text) {
        remarks.add(text);
    }

    static String millis(long nanos) {
        return fixed(nanos / 1e6, 3);
    }

    static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(column);
                String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
                line.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        remarks.forEach(remark -> text.append(remark).append('\n'));
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
