package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.Replay;
import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Violation;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class FailurePageTest {
    @Test
    void aFailureIsToldInWordsWithTheCommandThatReplaysIt() throws Exception {
        String page = PlantedPages.vouchesBeforeTheSync();
        assertTrue(page.contains("<body data-verdict=\"bad\">"));
        assertTrue(page.contains("<h1>what a message vouches for is durable</h1>"), page);
        assertTrue(page.contains("<code id=\"command\">command &amp; more</code>"));
        assertTrue(page.contains("\"HELD\""), "the message that must not leave is shown");
        assertFalse(page.contains("{{"), "every place of the template is filled");
    }

    @Test
    void aRunThatPassedCanBeLookedAtToo() {
        String page = PlantedPages.passing();
        assertTrue(page.contains("<body data-verdict=\"ok\">"));
        assertTrue(page.contains("Every invariant held"));
    }

    /** What many nodes knew would hide what happened. */
    @Test
    void longTextIsFoldedBehindWhatItMeans() {
        List<Recorder> recorders = new ArrayList<>();
        Simulation.run(
                Drawing.draw(3, Profile.DEFAULT),
                null,
                world -> recorders.add(Recorder.watching(world)));
        var violation =
                new Violation(
                        "a healed cluster serves",
                        "node2 leads term 3\n    node1: down\n    node2: Resigned[wasLeader=true]");
        var failure =
                new Result.Failure(
                        violation.invariant(), String.valueOf(violation.getMessage()), violation);
        String page = new FailurePage("one", "x", recorders.getFirst(), failure).page();
        assertTrue(
                page.contains("clients are not served. <strong>node2 leads term 3.</strong></p>"),
                page);
        assertTrue(page.contains("<pre>node1: down\nnode2: leads no more</pre></details>"), page);
        assertFalse(PlantedPages.passing().contains("<details"));
    }

    @Test
    void lookingChangesNothing() {
        var schedule = Drawing.draw(3, Profile.DEFAULT);
        long hash = Simulation.run(schedule, null).hash();
        long watched =
                Simulation.run(schedule, null, world -> world.watch(new Recorder(world))).hash();
        assertEquals(hash, watched);
    }

    @Test
    void equalRunsGiveEqualPages() {
        assertEquals(
                Replay.page(5, Profile.DEFAULT.name(), "x"),
                Replay.page(5, Profile.DEFAULT.name(), "x"));
    }
}
