package io.clew.sim.world;

/**
 * One strike of a family of faults, fixed before the run: whom it hits may depend on the state of
 * the world at that moment, but chance comes from its own seed alone.
 *
 * @param seed of all its draws, so that no other strike can shift them
 * @param lastsNanos how long the trouble is meant to last
 * @param endsAfterNanos when it really ended: earlier only if starving clients were given relief
 */
public record Strike(
        long atNanos, String family, long seed, long lastsNanos, long endsAfterNanos) {}
