package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.world.Violation;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What many runs came to is said as it is. */
class SummaryTest {
    private static final Result HELD = Simulation.run(1);

    private final Summary summary = new Summary();

    private static Result failed() {
        var violation = new Violation("one vote a term", "seen");
        return new Result(
                HELD.executed(),
                new Result.Failure(violation.invariant(), "seen", violation),
                HELD.hash(),
                HELD.effectsHash(),
                HELD.events(),
                HELD.simulatedNanos(),
                HELD.operations(),
                HELD.succeeded(),
                HELD.recoveries(),
                HELD.faults(),
                HELD.strikes(),
                new Result.Seen(HELD.seen().marks(), HELD.seen().steps(), new Budgets()));
    }

    @Test
    void whoDidNotGetToTheEndSaysHowFarItGot() {
        summary.add(1, HELD);
        assertTrue(summary.text(1000).startsWith("1 of 1,000 schedules ran"), summary.text(1000));
        assertTrue(summary.text(1).startsWith("1 schedules ran"), summary.text(1));
        assertEquals(1000L, summary.json(1000, 1).get("planned"));
        assertEquals("", summary.failures());
    }

    @Test
    void allThatFailedAreCountedAndNamed() {
        for (long seed : List.of(9, 4, 17)) {
            summary.add(seed, failed());
        }
        summary.add(5, HELD);
        assertEquals("3 failed: seeds 4, 9, 17", summary.failures());
        assertEquals(4, summary.firstFailedSeed());
        assertEquals(3, summary.json(4, 1).get("failed"));
        assertEquals(List.of(4L, 9L, 17L), summary.json(4, 1).get("failedSeeds"));
    }

    @Test
    void whatWasNeverHealedIsNotToldAbout() {
        summary.add(1, failed());
        assertFalse(summary.text().contains("healed"), summary.text());
        assertFalse(summary.json(1, 1).containsKey("framesPerCallMax"));
        summary.add(2, HELD);
        assertTrue(summary.text().contains("healed: a leader within "), summary.text());
    }
}
