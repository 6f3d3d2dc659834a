package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.fault.Fault;
import io.clew.sim.world.fault.Faults;
import io.clew.sim.world.mark.Mark;
import io.clew.sim.world.mark.ProtocolStep;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Faults that did nothing are told apart from those that did. */
class CoverageTest {
    private static final int SEEDS = 5;
    private static final Schedule DRAWN = Drawing.draw(1, Profile.DEFAULT);

    @Test
    void withoutARunEveryFamilyIsMissing() {
        assertEquals(Faults.families().size(), new Coverage().gaps().size());
    }

    /** What a build must come through is missed, and what is rarer is listed for a soak. */
    @Test
    void withoutARunAllMarksAndCellsAreUnseen() {
        var coverage = new Coverage();
        long rare = Arrays.stream(Mark.values()).filter(Expectations::rare).count();
        int marks = coverage.unseenMarks(true).size();
        assertEquals(Mark.values().length, marks);
        assertEquals(marks - rare, coverage.unseenMarks(false).size());
        long cells = 0;
        for (String family : Faults.families()) {
            for (ProtocolStep step : ProtocolStep.values()) {
                cells += Expectations.mayMiss(family, step) ? 0 : 1;
            }
        }
        assertEquals(marks - rare + cells, coverage.unseen().size());
        assertTrue(rare * 4 < marks, "most are not rare");
        assertTrue(coverage.text().contains("<- never"));
    }

    @Test
    void whatARunCameThroughIsSeen() {
        var coverage = new Coverage();
        Result result = Simulation.run(1);
        coverage.add(1, result);
        for (Mark mark : result.seen().marks().keySet()) {
            assertFalse(coverage.unseenMarks(true).contains("no run came to this: " + mark.text()));
        }
        assertTrue(coverage.unseen().size() < new Coverage().unseen().size());
    }

    @Test
    void aRunWithoutStrikesLeavesEveryFamilyMissing() {
        var coverage = new Coverage();
        Result quiet = Simulation.run(DRAWN.withStrikes(List.of()), null);
        coverage.add(1, quiet);
        coverage.addTwin(1, quiet);
        // It has one shard, and says nothing of what moves replicas.
        assertEquals(
                Faults.all().stream().filter(fault -> !fault.movesReplicas()).count(),
                coverage.gaps().size());
    }

    @Test
    void whatStruckAndTouchedIsMissingNoLonger() {
        var coverage = new Coverage();
        var struck = new TreeSet<String>();
        var touched = new TreeSet<String>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Result result = Simulation.run(seed);
            coverage.add(seed, result);
            for (Result.Struck each : result.strikes()) {
                struck.add(each.strike().family());
                if (each.touches() > 0) {
                    touched.add(each.strike().family());
                }
            }
        }
        assertFalse(touched.isEmpty());
        List<String> gaps = coverage.gaps();
        for (Fault each : Faults.all()) {
            String family = each.name();
            assertEquals(
                    !struck.contains(family) && !each.movesReplicas(),
                    gaps.contains(family + " never strikes"));
            assertEquals(
                    struck.contains(family) && !touched.contains(family),
                    gaps.contains(family + " never touches anything"),
                    family);
        }
        assertTrue(coverage.text().contains("rare states"));
        assertTrue(Json.text(coverage.json()).startsWith("{\"schedules\": " + SEEDS + ", "));
    }
}
