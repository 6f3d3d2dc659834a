package io.clew.sim.world.fault;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.Strike;

import org.junit.jupiter.api.Test;

/** Trouble ends when it should. */
class StrikesTest {
    private static final int SEEDS = 30;
    private static final long HOUR_NANOS = 3600 * Setup.SECOND;

    /** Nothing may be left in force behind a cluster that is asked to be well. */
    @Test
    void whatWouldLastForAnHourEndsWithTheTrouble() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Schedule drawn = Drawing.draw(seed, Profile.DEFAULT);
            Schedule endless =
                    drawn.withStrikes(
                            drawn.strikes().stream().map(StrikesTest::forAnHour).toList());
            assertNull(Simulation.run(endless, null).failure(), "seed " + seed);
        }
    }

    /** Work that began while a disk stalled ends with what the stall was to last, not before. */
    private static Strike forAnHour(Strike strike) {
        if (strike.family().equals("slow disk")) {
            return strike;
        }
        return new Strike(strike.atNanos(), strike.family(), strike.seed(), HOUR_NANOS, HOUR_NANOS);
    }

    /** A quiet time ends what is in force, and does not end again what is over. */
    @Test
    void noStrikeIsSaidToHaveLastedLongerThanItWasToLast() {
        int relieved = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Result result = Simulation.run(seed);
            for (Result.Struck struck : result.strikes()) {
                Strike strike = struck.strike();
                assertTrue(strike.endsAfterNanos() <= strike.lastsNanos(), seed + ": " + strike);
                relieved += strike.endsAfterNanos() < strike.lastsNanos() ? 1 : 0;
            }
        }
        assertTrue(relieved > 0, "no seed had a quiet time");
    }
}
