package io.clew.sim.world;

/**
 * The monotonic clock of one machine: any origin, and a rate that is a little off.
 *
 * @param ratePpm how much too fast it runs, in millionths
 */
public record SimClock(long origin, long ratePpm) {
    private static final long MILLION = 1_000_000;

    /** What the clock shows at a moment of virtual time. */
    public long at(long virtual) {
        return origin + virtual + virtual / MILLION * ratePpm;
    }

    /** The first moment of virtual time at which the clock shows no less. */
    public long when(long shown) {
        long estimate = (long) ((double) (shown - origin) * MILLION / (MILLION + ratePpm));
        long virtual = Math.max(0, estimate - 2 * MILLION);
        // The clock moves in steps of a thousandth: the last one is searched, not computed.
        while (at(virtual) < shown) {
            virtual += Math.max(1, (shown - at(virtual)) / 2);
        }
        return virtual;
    }
}
