package io.clew.sim.schedule;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.EngineConfig;
import io.clew.sim.Simulation;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What is drawn can become a run that proves something. */
class DrawingTest {
    private static final int SEEDS = 500;

    /** All of its calls once ran out in the first quiet time, before the cluster was founded. */
    private static final long SEED_THAT_RAN_OUT = 408177;

    @Test
    void whereEveryCallFailsSomeAreLeftForALongTime() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Schedule drawn = Drawing.draw(seed, Profile.DEFAULT);
            for (List<PlannedCall> calls : drawn.calls()) {
                long last = calls.size() * drawn.setup().clientTimeoutNanos();
                assertTrue(last >= 9 * Setup.SECOND, "seed " + seed + ": " + calls.size());
            }
        }
        assertNull(Simulation.run(SEED_THAT_RAN_OUT).failure());
    }

    @Test
    void inAQuarterOfTheRunsStatesHaveRoomForFewValues() {
        long production = EngineConfig.production().stateBytesMax();
        int tight = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Setup setup = Drawing.draw(seed, Profile.DEFAULT).setup();
            tight += setup.engine().stateBytesMax() < production ? 1 : 0;
        }
        assertTrue(tight > SEEDS / 5 && tight < SEEDS * 3 / 10, tight + " of " + SEEDS);
    }
}
