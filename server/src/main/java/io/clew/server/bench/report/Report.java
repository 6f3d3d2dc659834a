package io.clew.server.bench.report;

import io.clew.server.bench.load.Measurement;
import io.clew.server.bench.load.Tally;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as a table of aligned columns, and below it what needs words. */
public final class Report {
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

    private final TextTable table = new TextTable(HEADINGS);
    private final List<String> remarks = new ArrayList<>();

    /**
     * Adds a row for what was measured, and one each for reads and writes if there were both.
     *
     * @param cpu of the servers, null if they are not ours
     */
    public void add(String name, Measurement measured, @Nullable Duration cpu) {
        Tally tally = measured.tally();
        Histogram all = tally.all();
        long errors = tally.errors().values().stream().mapToLong(Long::longValue).sum();
        String perOperation =
                cpu == null || all.getTotalCount() == 0
                        ? "-"
                        : fixed(cpu.toNanos() / 1e3 / all.getTotalCount(), 1);
        row(name, all, measured, Long.toString(errors), perOperation);
        if (tally.reads().getTotalCount() > 0 && tally.writes().getTotalCount() > 0) {
            row("  reads", tally.reads(), measured, "", "");
            row("  writes", tally.writes(), measured, "", "");
        }
        tally.errors()
                .forEach((kind, count) -> remarks.add(name + ": " + count + " times " + kind));
    }

    private void row(
            String name, Histogram latencies, Measurement measured, String errors, String cpu) {
        long count = latencies.getTotalCount();
        table.row(
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

    /** Words below the table. */
    public void remark(String text) {
        remarks.add(text);
    }

    /** Nanoseconds as milliseconds, with three digits after the point. */
    public static String millis(long nanos) {
        return fixed(nanos / 1e6, 3);
    }

    /** With so many digits after the point. */
    public static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(table.toString());
        remarks.forEach(remark -> text.append(remark).append('\n'));
        return text.toString();
    }
}
