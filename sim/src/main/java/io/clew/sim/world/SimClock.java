package io.clew.sim.world;

/**
 * The monotonic clock of one machine: any origin, and a rate that is a little off.
 *
 * @param ratePpm how much too fast it runs, in millionths
 */
public record SimClock(long origin, long ratePpm) {
    private static final long MILLION = 1_000_000;
    private static final long MARGIN_NANOS = 1_000;

    /** What the clock shows at a moment of virtual time. */
    public long at(long virtual) {
        long pace = MILLION + ratePpm;
        return origin + virtual / MILLION * pace + virtual % MILLION * pace / MILLION;
    }

    /** The first moment of virtual time at which the clock shows no less. */
    public long when(long shown) {
        long estimate = (long) ((double) (shown - origin) * MILLION / (MILLION + ratePpm));
        long virtual = Math.max(0, estimate - MARGIN_NANOS);
        // The last steps are searched, not computed: rounding must not make it too early or late.
        while (at(virtual) < shown) {
            virtual += Math.max(1, (shown - at(virtual)) / 2);
        }
        return virtual;
    }
}
