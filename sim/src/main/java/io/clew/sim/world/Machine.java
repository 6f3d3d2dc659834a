package io.clew.sim.world;

/**
 * What is fixed about one machine before the run.
 *
 * @param startsNanos when it is first switched on
 * @param clock its monotonic clock
 * @param spare whether it is no initial member, and waits empty until it is taken in
 */
public record Machine(long startsNanos, SimClock clock, boolean spare) {
    /** An initial member. */
    public Machine(long startsNanos, SimClock clock) {
        this(startsNanos, clock, false);
    }

    public Machine with(long otherStart, SimClock otherClock) {
        return new Machine(otherStart, otherClock, spare);
    }
}
