package io.clew.sim.mutant;

import io.clew.sim.mutant.MutantEngine.Sight;

import org.jspecify.annotations.Nullable;

/**
 * One search for a planted bug, seed after seed from a start.
 *
 * @param seeds how many were run; if it was found, the last of them found it
 * @param seed the last one
 * @param oracle the invariant that saw the bug, null if none did
 * @param stopped in how many runs the engine stopped by itself before any oracle saw anything
 */
public record Hunt(long seeds, long seed, @Nullable String oracle, long stopped) {
    private static final long STARTS_APART = 1_000_000;

    public boolean found() {
        return oracle != null;
    }

    /** The first seed of a hunt: those of one mutant begin far apart. */
    public static long start(int hunt) {
        return 1 + hunt * STARTS_APART;
    }

    /**
     * @param profile the kind of schedules to run
     * @param first the first seed
     * @param seedsMax where to give up
     */
    public static Hunt of(MutantEngine engine, String profile, long first, long seedsMax) {
        long stopped = 0;
        for (long seed = first; seed < first + seedsMax; seed++) {
            Sight sight = engine.sees(seed, profile, null);
            if (sight != null && sight.counts()) {
                return new Hunt(seed - first + 1, seed, sight.oracle(), stopped);
            }
            stopped += sight == null ? 0 : 1;
        }
        return new Hunt(seedsMax, first + seedsMax - 1, null, stopped);
    }
}
