package io.clew.sim.world.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.mutant.Hunt;
import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whoever drops a file that somebody is fetching is caught at it. */
class SentSnapshotsStayTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final int SEEDS = 100;

    @Test
    void aFileThatIsDroppedWhileItIsSentIsMissed() throws IOException {
        var edit =
                new Mutant.Edit(
                        "io.clew.engine.storage.SnapshotStore",
                        "if (!needed.contains(old.id())) {",
                        "if (true) {");
        var bug = new Mutant("dropped", "", "snapshots", SEEDS, List.of(edit));
        Hunt hunt = Hunt.of(MutantEngine.of(bug, ROOT), "snapshots", 1, SEEDS);
        assertTrue(hunt.found(), "not found");
        assertEquals("a snapshot that is being sent is there", hunt.oracle());
    }
}
