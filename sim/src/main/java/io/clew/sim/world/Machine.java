package io.clew.sim.world;

/**
 * What is fixed about one machine before the run.
 *
 * @param startsNanos when it is first switched on
 * @param clock its monotonic clock
 */
public record Machine(long startsNanos, SimClock clock) {}
