package io.clew.server.bench.load;

/**
 * What came of a workload.
 *
 * @param nanos how long was measured
 */
public record Measurement(Tally tally, long nanos) {
    /** So many in the measured time, as a rate. */
    public double perSecond(long count) {
        return count * 1e9 / nanos;
    }

    /** Operations a second that succeeded. */
    public double perSecond() {
        return perSecond(tally.all().getTotalCount());
    }
}
