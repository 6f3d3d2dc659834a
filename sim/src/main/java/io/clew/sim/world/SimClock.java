package io.clew.sim.world;

/**
 * The monotonic clock of one machine as it runs for now: any origin, and a rate that is a little
 * off. It may be set forward, stand still or change its rate, each of which makes it another one;
 * it never goes backwards.
 *
 * @param ratePpm how much too fast it runs, in millionths
 */
public record SimClock(long origin, long ratePpm) {
    /** The rate of a clock that stands still. */
    public static final long FROZEN_PPM = -1_000_000;

    private static final long MILLION = 1_000_000;
    private static final long MARGIN_NANOS = 1_000;

    public SimClock {
        if (ratePpm < FROZEN_PPM) {
            throw new IllegalArgumentException("no clock runs backwards: " + ratePpm);
        }
    }

    /** What the clock shows at a moment of virtual time. */
    public long at(long virtual) {
        return origin + run(virtual, ratePpm);
    }

    /**
     * The first moment of virtual time at which the clock shows no less, {@code Long.MAX_VALUE} if
     * it never will.
     */
    public long when(long shown) {
        if (ratePpm == FROZEN_PPM) {
            return origin >= shown ? 0 : Long.MAX_VALUE;
        }
        long estimate = (long) ((double) (shown - origin) * MILLION / (MILLION + ratePpm));
        long virtual = Math.max(0, estimate - MARGIN_NANOS);
        // The last steps are searched, not computed: rounding must not make it too early or late.
        while (at(virtual) < shown) {
            virtual += Math.max(1, (shown - at(virtual)) / 2);
        }
        return virtual;
    }

    /** The clock as it goes on after a step forward and with another rate. */
    public SimClock changed(long virtual, long stepNanos, long newRatePpm) {
        if (stepNanos < 0) {
            throw new IllegalArgumentException("no step goes backwards: " + stepNanos);
        }
        return new SimClock(at(virtual) + stepNanos - run(virtual, newRatePpm), newRatePpm);
    }

    private static long run(long virtual, long ratePpm) {
        long pace = MILLION + ratePpm;
        return virtual / MILLION * pace + virtual % MILLION * pace / MILLION;
    }
}
