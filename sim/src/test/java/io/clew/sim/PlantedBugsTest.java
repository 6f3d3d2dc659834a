package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A simulator that finds no bug where there is one proves nothing where it finds none. */
class PlantedBugsTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));

    static List<Mutant> mutants() {
        return Mutants.all();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isFoundByAnInvariantAndAgainByTheSameSeed(Mutant mutant) throws IOException {
        MutantEngine broken = MutantEngine.of(mutant, ROOT);
        long seed = 1;
        String violated = broken.violatedBy(seed);
        while (violated == null && seed < mutant.seedsMax()) {
            violated = broken.violatedBy(++seed);
        }
        assertNotNull(violated, mutant.name() + " was not found");
        System.out.println("planted: " + mutant.name() + "; seed " + seed + " saw: " + violated);
        assertEquals(violated, broken.violatedBy(seed), "the replay of seed " + seed);
        assertNull(Simulation.run(seed).failure(), "the engine as it is, with seed " + seed);
    }

    @Test
    void anEditThatFitsNoLongerIsAnError() {
        var edit = new Mutant.Edit("io.clew.engine.raft.Leader", "no such text", "");
        var stale = new Mutant("stale", 1, List.of(edit));
        assertThrows(IllegalStateException.class, () -> MutantEngine.of(stale, ROOT));
    }

    @Test
    void anEngineWithoutABugPasses() throws IOException {
        var edit =
                new Mutant.Edit(
                        "io.clew.engine.raft.Leader",
                        "import io.clew.engine.Invariant;",
                        "import io.clew.engine.Invariant; ");
        MutantEngine same = MutantEngine.of(new Mutant("none", 1, List.of(edit)), ROOT);
        assertNull(same.violatedBy(1));
    }
}
