package io.clew.sim.world.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Moment;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.Strike;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Each family of faults does something, and the same run without it goes another way. */
class FamiliesTest {
    private static final int RUNS = 4;

    /** One may touch what would have come to nothing anyway. */
    private static final int IN_VAIN_MAX = 1;

    private static final long SEEDS_MAX = 1000;

    static List<Fault> families() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aloneItChangesWhatHappens(Fault family) {
        int changed = 0;
        int runs = 0;
        for (long seed = 1; runs < RUNS && seed < SEEDS_MAX; seed++) {
            Schedule alone = only(family, seed);
            Result with = Simulation.run(alone, null);
            assertEquals(null, with.failure(), family.name() + ", seed " + seed);
            if (with.strikes().stream().anyMatch(struck -> struck.touches() > 0)) {
                Result without = Simulation.run(alone.withStrikes(List.of()), null);
                changed += with.effectsHash() == without.effectsHash() ? 0 : 1;
                runs++;
            }
        }
        assertEquals(RUNS, runs, family.name() + " hardly ever touches anything");
        int least = RUNS - IN_VAIN_MAX;
        assertTrue(changed >= least, family.name() + " touches, and changes " + changed + " runs");
    }

    @Test
    void machinesCrashAtEveryNamedStep() {
        // Replaced entries are too rare to wait for here.
        var missing = EnumSet.complementOf(EnumSet.of(Moment.TRUNCATE));
        long seed = 0;
        while (!missing.isEmpty() && seed < SEEDS_MAX) {
            // Installing a snapshot is rare where logs are long.
            String profile = seed % 2 == 0 ? "default" : "snapshots";
            Schedule drawn = Drawing.draw(++seed, Profile.named(profile));
            // Some steps come only where other faults strike as well.
            var strikes = new ArrayList<>(drawn.strikes());
            for (long i = 1; i < 12; i++) {
                long at = 2 * i * Setup.SECOND;
                long lasts = 3 * Setup.SECOND;
                strikes.add(new Strike(at, "crash at step", seed * 100 + i, lasts, lasts));
            }
            for (Result.Struck struck :
                    Simulation.run(drawn.withStrikes(strikes), null).strikes()) {
                if (struck.strike().family().equals("crash at step") && struck.touches() > 0) {
                    missing.removeIf(moment -> struck.what().endsWith(" at " + moment));
                }
            }
        }
        assertTrue(missing.isEmpty(), "never crashed at " + missing);
        System.out.println("crashed at every named step within " + seed + " seeds");
    }

    /** What is drawn from a seed, with the strikes of one family alone. */
    private static Schedule only(Fault family, long seed) {
        Profile profile = family.movesReplicas() ? Profile.named("shards") : Profile.DEFAULT;
        Schedule drawn = Drawing.draw(seed, profile);
        return drawn.withStrikes(
                drawn.strikes().stream().filter(s -> s.family().equals(family.name())).toList());
    }
}
