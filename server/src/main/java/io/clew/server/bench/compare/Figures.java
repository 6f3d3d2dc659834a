package io.clew.server.bench.compare;

import io.clew.server.bench.load.Measurement;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a load came to, or the medians of several such.
 *
 * @param perSecond operations that succeeded
 * @param p50Millis median latency
 * @param p99Millis latency that one of a hundred operations exceeds
 * @param cpuMicros processor time of all servers together, for one operation
 * @param clientMicros processor time of the load generator, for one operation
 * @param errors operations that failed
 */
public record Figures(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double cpuMicros,
        double clientMicros,
        double errors) {
    /** Of one measurement, in which the servers and the load generator took so much time. */
    public static Figures of(Measurement measured, Duration servers, Duration client) {
        Histogram all = measured.tally().all();
        double operations = Math.max(1, all.getTotalCount());
        return new Figures(
                measured.perSecond(),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                servers.toNanos() / 1e3 / operations,
                client.toNanos() / 1e3 / operations,
                measured.tally().errors().values().stream().mapToLong(Long::longValue).sum());
    }

    /**
     * The median of each figure for itself; of an even number of runs, the mean of the middle two.
     */
    public static Figures median(List<Figures> runs) {
        return new Figures(
                median(runs, Figures::perSecond),
                median(runs, Figures::p50Millis),
                median(runs, Figures::p99Millis),
                median(runs, Figures::cpuMicros),
                median(runs, Figures::clientMicros),
                median(runs, Figures::errors));
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no runs");
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
