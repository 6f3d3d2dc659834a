package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.mutant.Hunt;
import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.MutantTable;
import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * A simulator that finds no bug where there is one proves nothing where it finds none. Every build
 * plants all bugs and hunts a tenth of them, another tenth whenever the sources change; {@code mvn
 * verify -Pmutants} hunts them all.
 */
class PlantedBugsTest {
    private static final String WHICH = "clew.mutants";
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final int STARTS = 5;
    private static final String STANDARD = Profile.DEFAULT.name();

    static List<Mutant> tenth() throws IOException {
        String given = System.getProperty(WHICH);
        var tenth = given == null ? Tenth.ofSources(ROOT) : new Tenth(Integer.parseInt(given));
        List<Mutant> chosen = tenth.of(Mutants.all());
        System.out.printf(
                "planted: %s of 10, %s; again: mvn test -pl engine,linearizability,sim"
                        + " -Dtest=PlantedBugsTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -D%s=%d%n",
                tenth, chosen.stream().map(Mutant::id).toList(), WHICH, tenth.number());
        return chosen;
    }

    @ParameterizedTest
    @MethodSource("tenth")
    @DisabledIfSystemProperty(named = WHICH, matches = "all")
    void isFoundByAnInvariantAndAgainByTheSameSeed(Mutant mutant) throws IOException {
        MutantEngine broken = MutantEngine.of(mutant, ROOT);
        Hunt hunt =
                firstFound(
                        mutant,
                        first -> Hunt.of(broken, mutant.profile(), first, mutant.seedsMax()));
        assertTrue(hunt.found(), mutant + " was not found");
        System.out.println(
                "planted: " + mutant + "; seed " + hunt.seed() + " saw: " + hunt.oracle());
        var again = broken.sees(hunt.seed(), mutant.profile(), null);
        assertEquals(hunt.oracle(), again == null ? null : again.oracle(), "the replay");
        assertNull(
                Simulation.run(Drawing.draw(hunt.seed(), Profile.named(mutant.profile())), null)
                        .failure(),
                "the engine as it is, seed " + hunt.seed());
    }

    /**
     * The middle one of five starts counts, and any change to the sources shifts which of them need
     * more schedules than they are given: only who is missed from three has become rarer.
     */
    private static Hunt firstFound(Mutant mutant, LongFunction<Hunt> from) {
        Hunt hunt = from.apply(Hunt.start(0));
        for (int start = 1; start <= STARTS / 2 && !hunt.found(); start++) {
            System.out.printf(
                    "planted: %s: nothing until seed %d, tried again from %d%n",
                    mutant, hunt.seed(), Hunt.start(start));
            hunt = from.apply(Hunt.start(start));
        }
        return hunt;
    }

    @Test
    void aBugThatIsMissedFromOneStartIsLookedForFromTwoOthers() {
        var starts = new ArrayList<Long>();
        Mutant mutant = Mutants.named("M7");
        Hunt found =
                firstFound(
                        mutant,
                        first -> {
                            starts.add(first);
                            String oracle = first > 1 ? "seen" : null;
                            return new Hunt(1, first, oracle, 0);
                        });
        assertTrue(found.found());
        assertEquals(List.of(1L, 1_000_001L), starts);
        starts.clear();
        firstFound(
                mutant,
                first -> {
                    starts.add(first);
                    return new Hunt(1, first, null, 0);
                });
        assertEquals(List.of(1L, 1_000_001L, 2_000_001L), starts);
    }

    @Test
    void onlyFiveMayTakeMoreSchedulesThanTheOthers() {
        var patient = new TreeSet<String>();
        var all = new ArrayList<>(Mutants.all());
        all.addAll(Mutants.unseen());
        for (Mutant mutant : all) {
            if (mutant.seedsMax() > 500) {
                assertEquals(2_000, mutant.seedsMax(), mutant.id());
                patient.add(mutant.id());
            }
        }
        assertEquals(Set.of("D2", "E14", "M1", "R10", "R5"), patient);
    }

    @Test
    @EnabledIfSystemProperty(named = WHICH, matches = "all")
    void allAreFoundByInvariants() throws InterruptedException {
        MutantTable table =
                new HuntingParty(Mutants.all(), ROOT, STARTS, Long.MAX_VALUE)
                        .run(
                                Runtime.getRuntime().availableProcessors(),
                                row -> System.out.println("planted: " + row.text()),
                                _ -> {});
        System.out.println("planted: " + table.total());
        for (MutantTable.Row row : table.rows()) {
            assertTrue(row.found(), row.text());
        }
    }

    /** Else its row would be missing, and nobody would know why. */
    @Test
    void aHuntThatBreaksOffEndsLoudly() {
        var party = new HuntingParty(Mutants.all().subList(0, 1), ROOT, 1, 1);
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                party.run(
                                        1,
                                        row -> {
                                            throw new StackOverflowError("seen");
                                        },
                                        _ -> {}));
        assertInstanceOf(StackOverflowError.class, thrown.getCause());
    }

    @Test
    void everyEditFitsAndCompiles() throws IOException {
        var ids = new TreeSet<String>();
        var written = new ArrayList<>(Mutants.all());
        written.addAll(Mutants.unseen());
        for (Mutant mutant : written) {
            MutantEngine.of(mutant, ROOT);
            assertTrue(ids.add(mutant.id()), mutant.id() + " is there twice");
        }
    }

    /** {@code ./run.sh sim mutants --write} makes the table anew. */
    @Test
    void theTableHasEveryMutantAndTheReadmeTheirNumber() throws IOException {
        String table = Files.readString(ROOT.resolve(MutantsCommand.TABLE));
        for (Mutant mutant : Mutants.all()) {
            String row = "| " + mutant.id() + " | " + mutant.what() + " | " + mutant.profile();
            assertTrue(table.contains(row), "the table lacks: " + row);
        }
        assertFalse(table.contains("not found"), "a bug was not found");
        String readme = Files.readString(ROOT.resolve("README.md")).replaceAll("\\s+", " ");
        int found = Mutants.all().size();
        int rare = Mutants.unseen().size();
        assertTrue(readme.contains("[" + (found + rare) + " bugs](sim/MUTANTS.md)"));
        assertTrue(readme.contains(": " + found + " are found by a named check"));
        assertTrue(readme.contains("The other " + rare + " take more than 500 schedules"));
        assertTrue(table.contains("; " + rare + " more are planted and still too rare"));
        String chapter = Files.readString(ROOT.resolve("sim/README.md"));
        assertTrue(chapter.contains("the " + rare + " that are planted and still too rare"));
    }

    @Test
    void anEditThatFitsNoLongerIsAnError() {
        var edit = new Mutant.Edit("io.clew.engine.raft.Leader", "no such text", "");
        var stale = new Mutant("stale", "", STANDARD, 1, List.of(edit));
        assertThrows(IllegalStateException.class, () -> MutantEngine.of(stale, ROOT));
    }

    @Test
    void anEngineWithoutABugPasses() throws IOException {
        var edit = new Mutant.Edit("io.clew.engine.raft.Leader", "Invariant;", "Invariant ;");
        MutantEngine same =
                MutantEngine.of(new Mutant("none", "", STANDARD, 1, List.of(edit)), ROOT);
        assertNull(same.sees(1));
    }

    @Test
    void anEngineThatStopsByItselfIsNoFind() throws IOException {
        var edit =
                new Mutant.Edit(
                        "io.clew.engine.raft.Leader",
                        "Entry propose(Bytes command) {",
                        "Entry propose(Bytes command) { Invariant.check(false, \"no rule\");");
        MutantEngine stops =
                MutantEngine.of(new Mutant("stops", "", STANDARD, 1, List.of(edit)), ROOT);
        Hunt hunt = Hunt.of(stops, STANDARD, 1, 3);
        assertFalse(hunt.found());
        assertEquals(3, hunt.stopped());
    }
}
