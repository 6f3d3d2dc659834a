package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class StaleReadTest {
    private static final long MILLI = 1_000_000;

    /** In milliseconds: "1" is there from 10 to 100 at least and 130 at most, then "2". */
    private static final List<Operation> WRITES =
            List.of(
                    operation(1, new Call.Put("a", "1"), Outcome.DONE, 0, 10),
                    operation(1, new Call.Put("a", "2"), Outcome.DONE, 100, 130));

    private static Operation operation(
            int process, Call call, Outcome outcome, long from, long to) {
        return new Operation(process, call, outcome, from * MILLI, to * MILLI);
    }

    private static boolean holds(@Nullable String value, long from, long to, long staleness) {
        return holds(WRITES, value, from, to, staleness);
    }

    private static boolean holds(
            List<Operation> others, @Nullable String value, long from, long to, long staleness) {
        var read = new StaleRead("a", value, from * MILLI, to * MILLI, staleness);
        Verdict verdict = StaleRead.judge(History.of(others), List.of(read));
        return verdict instanceof Verdict.Linearizable;
    }

    @Test
    void whatWasReplacedLongerAgoThanTheAnswerSaysIsAViolation() {
        assertFalse(holds("1", 200, 205, 69));
        assertTrue(holds("1", 200, 205, 70));
        assertFalse(holds(null, 200, 205, 189));
        assertTrue(holds(null, 200, 205, 190));
        assertTrue(holds("2", 200, 205, 0));
    }

    @Test
    void aValueFromTheFutureOrFromNowhereIsAViolation() {
        assertFalse(holds("2", 80, 99, 50));
        assertTrue(holds("2", 80, 100, 50));
        assertFalse(holds("3", 200, 205, 1_000));
    }

    @Test
    void whoeverKnowsNoAgePromisesNoneAndYetMakesNothingUp() {
        assertTrue(holds("1", 9_000, 9_001, StaleRead.UNKNOWN));
        assertTrue(holds(null, 9_000, 9_001, StaleRead.UNKNOWN));
        assertFalse(holds("3", 9_000, 9_001, StaleRead.UNKNOWN));
    }

    @Test
    void aWriteThatNobodyAcknowledgedReplacesNothingUntilSomebodyHasSeenIt() {
        var open = new Call.Put("a", "3");
        var others = new ArrayList<>(WRITES);
        others.add(new Operation(2, open, Outcome.UNKNOWN, 140 * MILLI, Operation.NEVER));
        assertTrue(holds(others, "2", 300, 305, 10));
        assertTrue(holds(others, "3", 300, 305, 10));
        others.add(operation(1, new Call.Get("a"), Outcome.read("3"), 150, 160));
        assertFalse(holds(others, "2", 300, 305, 139));
        assertTrue(holds(others, "2", 300, 305, 140));
    }

    @Test
    void twoReadsAreHeldAgainstEachOther() {
        var open = new Operation(2, new Call.Put("a", "3"), Outcome.UNKNOWN, 0, Operation.NEVER);
        var history = History.of(List.of(WRITES.get(0), WRITES.get(1), open));
        var newer = new StaleRead("a", "3", 200 * MILLI, 205 * MILLI, 20);
        var older = new StaleRead("a", "2", 300 * MILLI, 305 * MILLI, 90);
        var older2 = new StaleRead("a", "2", 300 * MILLI, 305 * MILLI, 100);
        assertEquals(
                "Violation, Linearizable",
                verdict(history, newer, older) + ", " + verdict(history, newer, older2));
    }

    private static String verdict(History history, StaleRead... reads) {
        return StaleRead.judge(history, List.of(reads)).getClass().getSimpleName();
    }
}
