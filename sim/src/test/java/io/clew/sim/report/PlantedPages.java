package io.clew.sim.report;

import io.clew.sim.Failures;
import io.clew.sim.Replay;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.Profile;

import java.io.IOException;
import java.nio.file.Path;

/** Pages to test with. */
final class PlantedPages {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final String PROFILE = Profile.DEFAULT.name();

    private PlantedPages() {}

    static String passing() {
        return Replay.page(2, PROFILE, Failures.replay(2, Profile.DEFAULT));
    }

    /** Of the first seed that finds a planted bug. */
    static String vouchesBeforeTheSync() throws IOException {
        MutantEngine engine = MutantEngine.of(Mutants.named("W1"), ROOT);
        long seed = 1;
        while (engine.sees(seed) == null) {
            seed++;
        }
        return engine.page(seed, PROFILE, "command & more");
    }
}
