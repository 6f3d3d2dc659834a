package io.clew.sim.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.Replay;
import io.clew.sim.Simulation;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;

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
