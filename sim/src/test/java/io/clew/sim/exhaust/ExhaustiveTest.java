package io.clew.sim.exhaust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.disk.SimDisk;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class ExhaustiveTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));

    /** A few seconds; the command line tries all of them in every way. */
    private static final int EVERY = 5;

    @Test
    void aCrashAtABoundaryViolatesNothing() {
        CrashPoints.Report report =
                CrashPoints.search(List.of(SimDisk.Crash.values()), EVERY, () -> false);
        assertNull(report.found());
        assertFalse(report.stopped());
        assertTrue(report.boundaries() > 500, report::toString);
        for (String effect : List.of("disk", "send", "write", "answer", "task")) {
            assertTrue(report.byEffect().getOrDefault(effect, 0) > 3, report::toString);
        }
        assertTrue(report.deeds().contains("truncates its log"), report::toString);
        assertTrue(report.deeds().contains("installs a snapshot"), report::toString);
        System.out.println("crash points: " + report);
    }

    /** Bugs that show only after a crash: the script without one passes. */
    @ParameterizedTest
    @ValueSource(strings = {"W3", "W6c", "W13", "E7"})
    void aCrashAtABoundaryFindsPlantedBugs(String id) throws IOException {
        MutantEngine broken = MutantEngine.of(Mutants.named(id), ROOT);
        assertFound(id, broken.crashes(1));
    }

    @Test
    void noOrderOfMessagesViolatesAnything() {
        for (String opening : List.of("elected", "deposed")) {
            var none = new Troubles(0, 0, 0, 100);
            Orders.Report report = Orders.search(Opening.named(opening), none, () -> false);
            assertNull(report.found(), () -> report.found() + "");
            assertFalse(report.stopped() || report.cut(), report::toString);
            assertTrue(report.positions() > 500, report::toString);
            System.out.println("orders: " + report);
        }
    }

    @ParameterizedTest
    @CsvSource({"R1b, deposed", "R2, deposed", "R28, deposed"})
    void anOrderOfMessagesFindsPlantedBugs(String id, String opening) throws IOException {
        MutantEngine broken = MutantEngine.of(Mutants.named(id), ROOT);
        assertFound(id, broken.orders(opening, 0, 0, 0, 10_000));
    }

    @Test
    void crashesTimeoutsAndLossesAreTriedToo() {
        for (var troubles :
                List.of(
                        new Troubles(1, 0, 0, 7),
                        new Troubles(0, 1, 0, 7),
                        new Troubles(0, 0, 1, 7))) {
            Orders.Report with = Orders.search(Opening.named("elected"), troubles, () -> false);
            Orders.Report without =
                    Orders.search(Opening.named("elected"), new Troubles(0, 0, 0, 7), () -> false);
            assertNull(with.found(), () -> with.found() + "");
            assertTrue(with.positions() > without.positions(), with::toString);
        }
    }

    /** Else positions that were met before would never be recognised. */
    @Test
    void theOrderOfMovesThatDoNotTouchEachOtherDoesNotMatter() {
        assertEquals(after("deliver 1 2, deliver 1 3"), after("deliver 1 3, deliver 1 2"));
        assertNotEquals(after("deliver 1 2"), after("deliver 1 3"));
        assertNotEquals(after("deliver 1 2"), after("lose 1 2"));
    }

    private static long after(String moves) {
        Opening elected = Opening.named("elected");
        var bench = new Bench(elected.calls(), null);
        bench.play(elected.moves());
        bench.play(Move.parse("ask 1, " + moves));
        return bench.hash();
    }

    @Test
    void movesAreWrittenAsTheyAreRead() {
        String text = "deliver 1 2, lose 2 3, expire 1, crash 3, boot 3, ask 1, settle 1 2, cut 2";
        assertEquals(text, Move.text(Move.parse(text)));
        assertThrows(IllegalArgumentException.class, () -> Move.parse("deliver 1"));
        assertThrows(IllegalArgumentException.class, () -> Move.parse("jump 1"));
        assertThrows(IllegalArgumentException.class, () -> Move.parse("cut 4"));
        assertThrows(IllegalArgumentException.class, () -> Move.parse("settle 1 x"));
    }

    private static void assertFound(String id, MutantEngine.@Nullable Sight sight) {
        assertNotNull(sight, id + " was not found");
        assertTrue(sight.counts(), id + " was only seen by the engine's own rules: " + sight);
    }
}
