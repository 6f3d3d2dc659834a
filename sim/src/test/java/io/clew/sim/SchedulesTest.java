package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.clew.sim.schedule.Profile;
import io.clew.sim.world.fault.Faults;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schedules that every build runs. */
class SchedulesTest {
    private static final long SCHEDULES = 1000;

    @Test
    void everyScheduleKeepsAllInvariants() throws IOException {
        var summary = new Summary();
        long start = System.nanoTime();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            Result result = Simulation.run(seed);
            summary.add(seed, result);
            if (!result.passed()) {
                fail(Failures.text(seed, Profile.DEFAULT, result));
            }
        }
        for (String family : Faults.families()) {
            assertTrue(summary.strikes(family) > SCHEDULES / 10, family + " hardly ever strikes");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(summary.text() + summary.speed(seconds));
        Files.writeString(Path.of("target", "sim-summary.txt"), summary.text());
    }
}
