package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.fault.Faults;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Faults that did nothing are told apart from those that did. */
class CoverageTest {
    private static final Schedule DRAWN = Drawing.draw(1, Profile.DEFAULT);

    @Test
    void withoutARunEveryFamilyIsMissing() {
        assertEquals(Faults.families().size(), new Coverage().gaps().size());
    }

    @Test
    void aRunWithoutStrikesLeavesEveryFamilyMissing() {
        var coverage = new Coverage();
        Result quiet = Simulation.run(DRAWN.withStrikes(List.of()), null);
        coverage.add(1, quiet);
        coverage.addTwin(1, quiet);
        assertEquals(Faults.families().size(), coverage.gaps().size());
    }

    @Test
    void whatStruckAndTouchedIsMissingNoLonger() {
        var coverage = new Coverage();
        Result result = Simulation.run(DRAWN, null);
        coverage.add(1, result);
        for (Result.Struck struck : result.strikes()) {
            String family = struck.strike().family();
            assertFalse(coverage.gaps().contains(family + " never strikes"), family);
            assertTrue(
                    struck.touches() == 0
                            || !coverage.gaps().contains(family + " never touches anything"),
                    family);
        }
        assertTrue(coverage.text().contains("rare states"));
        assertTrue(Json.text(coverage.json()).startsWith("{\"schedules\": 1, "));
    }
}
