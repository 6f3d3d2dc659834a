package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.HistoryWriter;
import io.clew.linearizability.format.Recording;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

import org.jspecify.annotations.Nullable;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Transactions over a few registers, against trying every order of all of them. */
class TransactionProps {
    private static final Budget PLENTY = Budget.states(1_000_000);

    @Property(tries = 3000)
    void agreesWithTryingEveryOrder(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int processes,
            @ForAll @IntRange(min = 1, max = 7) int operations,
            @ForAll @IntRange(min = 1, max = 4) int registers,
            @ForAll @IntRange(min = 0, max = 40) int wrongPercent)
            throws Exception {
        History whole = random(new Random(seed), processes, operations, registers, wrongPercent);
        var written = new StringBuilder();
        HistoryWriter.write(whole, written);
        // Read back, each transaction's key is the name of its group.
        Recording read = HistoryReader.read("test", new StringReader(written.toString()), null);
        var model = new Model(null);
        boolean expected = isLinearizable(whole, new TreeMap<>(), new boolean[operations]);
        Statistics.label("verdict").collect(expected ? "linearizable" : "violation");
        ParallelChecker.Checked checked =
                ParallelChecker.check(read.history(), model, PLENTY, 1, true);
        assertEquals(
                expected ? Verdict.Linearizable.class : Verdict.Violation.class,
                checked.verdict().getClass(),
                written::toString);
        if (checked.verdict() instanceof Verdict.Violation violation) {
            assertFalse(isLinearizable(violation.prefix()), written::toString);
            assertFalse(isLinearizable(violation.minimal()), written::toString);
            History shorter = violation.prefix().prefix(violation.prefix().eventCount() - 1);
            assertTrue(isLinearizable(shorter), written::toString);
        } else {
            Certificate proof = checked.certificate();
            assertNotNull(proof);
            assertEquals(Optional.empty(), proof.verify(read.history(), model));
        }
    }

    @Property(tries = 500)
    void theFirstReadsTellTheInitialValues(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int processes) throws Exception {
        var random = new Random(seed);
        History whole = random(random, processes, 12, 3, 0);
        // A first transaction reads what all registers hold before anybody writes.
        var started = new History.Builder();
        List<Call.Access> reads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            reads.add(new Call.Access(false, "r" + i, null));
        }
        started.invoke(99, new Call.Txn("", reads), 0).complete(99, Outcome.DONE, 0);
        for (int i = 0; i < whole.eventCount(); i++) {
            Operation operation = whole.operationAt(i);
            if (whole.isInvocation(i)) {
                started.invoke(operation.process(), operation.call(), i);
            } else {
                started.complete(operation.process(), operation.outcome(), i);
            }
        }
        var written = new StringBuilder();
        HistoryWriter.write(started.build(), written);
        String shifted = written.toString().replace("null]", "\"first\"]");
        Recording read = HistoryReader.read("test", new StringReader(shifted), null);
        assertEquals("first", read.model().initial("r1"));
        assertInstanceOf(
                Verdict.Linearizable.class,
                Checker.check(read.history(), read.model(), PLENTY),
                shifted);
    }

    @Property(tries = 1500)
    void withoutPlainFirstReadsAnyFirstValueWillDo(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int processes,
            @ForAll @IntRange(min = 1, max = 7) int operations,
            @ForAll @IntRange(min = 0, max = 60) int wrongPercent)
            throws Exception {
        History whole = random(new Random(seed), processes, operations, 2, wrongPercent);
        var written = new StringBuilder();
        HistoryWriter.write(whole, written);
        Recording read = HistoryReader.read("test", new StringReader(written.toString()), null);
        boolean expected = isLinearizableFromSomewhere(whole);
        Statistics.label("first values").collect(!read.model().openInitial().isEmpty(), expected);
        ParallelChecker.Checked checked =
                ParallelChecker.check(read.history(), read.model(), PLENTY, 1, true);
        assertEquals(
                expected ? Verdict.Linearizable.class : Verdict.Violation.class,
                checked.verdict().getClass(),
                written::toString);
        if (checked.verdict() instanceof Verdict.Violation violation) {
            assertFalse(isLinearizableFromSomewhere(violation.minimal()), written::toString);
        } else {
            Certificate proof = checked.certificate();
            assertNotNull(proof);
            assertEquals(Optional.empty(), proof.verify(read.history(), read.model()));
        }
    }

    private static boolean isLinearizableFromSomewhere(History history) {
        for (int first = 0; first < 16; first++) {
            Map<String, String> contents = new TreeMap<>();
            if (first % 4 > 0) {
                contents.put("r0", "v" + (first % 4 - 1));
            }
            if (first / 4 > 0) {
                contents.put("r1", "v" + (first / 4 - 1));
            }
            if (isLinearizable(history, contents, new boolean[history.operations().size()])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLinearizable(History history) {
        return isLinearizable(history, new TreeMap<>(), new boolean[history.operations().size()]);
    }

    private static boolean isLinearizable(
            History history, Map<String, String> contents, boolean[] placed) {
        boolean done = true;
        for (int i = 0; i < history.operations().size(); i++) {
            Operation operation = history.operations().get(i);
            if (placed[i] || operation.outcome() instanceof Outcome.Fail) {
                continue;
            }
            done &= operation.outcome() instanceof Outcome.Unknown;
            Map<String, String> after =
                    mayComeNext(history, i, placed) ? after(operation, contents) : null;
            if (after != null) {
                placed[i] = true;
                boolean found = isLinearizable(history, after, placed);
                placed[i] = false;
                if (found) {
                    return true;
                }
            }
        }
        return done;
    }

    private static boolean mayComeNext(History history, int next, boolean[] placed) {
        for (int i = 0; i < history.eventCount(); i++) {
            int index = history.indexAt(i);
            if (history.isInvocation(i)) {
                if (index == next) {
                    return true;
                }
            } else if (!placed[index] && history.operationAt(i).outcome() instanceof Outcome.Ok) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Map<String, String> after(
            Operation operation, Map<String, String> contents) {
        Map<String, String> after = new TreeMap<>(contents);
        for (Call.Access each : ((Call.Txn) operation.call()).accesses()) {
            if (each.writes()) {
                after.put(each.register(), Objects.requireNonNull(each.value()));
            } else if (operation.outcome() instanceof Outcome.Ok
                    && !Objects.equals(after.get(each.register()), each.value())) {
                return null;
            }
        }
        return after;
    }

    /** What a store answers that does each at one instant, save that some reads are made up. */
    private static History random(
            Random random, int processes, int operations, int registers, int wrongPercent) {
        var history = new History.Builder();
        Map<String, String> contents = new TreeMap<>();
        Call.@Nullable Txn[] open = new Call.Txn[processes];
        int begun = 0;
        int time = 0;
        for (int step = 0; step < 4 * operations; step++) {
            int process = random.nextInt(processes);
            Call.Txn mine = open[process];
            if (mine == null) {
                if (begun++ < operations) {
                    mine = transaction(random, registers, contents, wrongPercent);
                    history.invoke(process, mine, time++);
                    open[process] = mine;
                }
            } else {
                history.complete(
                        process,
                        switch (random.nextInt(10)) {
                            case 0 -> Outcome.UNKNOWN;
                            default -> Outcome.DONE;
                        },
                        time++);
                open[process] = null;
            }
        }
        return history.build();
    }

    private static Call.Txn transaction(
            Random random, int registers, Map<String, String> contents, int wrongPercent) {
        List<Call.Access> accesses = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String register = "r" + random.nextInt(registers);
            if (random.nextBoolean()) {
                String value = "v" + random.nextInt(3);
                contents.put(register, value);
                accesses.add(new Call.Access(true, register, value));
            } else {
                boolean wrong = random.nextInt(100) < wrongPercent;
                accesses.add(
                        new Call.Access(
                                false,
                                register,
                                wrong ? "v" + random.nextInt(3) : contents.get(register)));
            }
        }
        return new Call.Txn("all", accesses);
    }
}
