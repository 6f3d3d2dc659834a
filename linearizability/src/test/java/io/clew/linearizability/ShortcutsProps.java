package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.linearizability.BruteForce.Rule;
import io.clew.linearizability.Histories.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.List;
import java.util.Set;

/** Each shortcut of the search by itself: with it the answer is the one without it. */
class ShortcutsProps {
    private static final Budget PLENTY = Budget.states(1_000_000);

    @Property(tries = 2000)
    void aRuleByItselfLeavesTheAnswerOfBruteForce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int processes,
            @ForAll @IntRange(min = 1, max = 8) int operations,
            @ForAll @IntRange(min = 1, max = 3) int values,
            @ForAll @IntRange(min = 0, max = 60) int unknownPercent,
            @ForAll boolean mutated,
            @ForAll Rule rule,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, operations, 1, values, unknownPercent, true);
        History history =
                mutated ? Histories.mutated(seed, shape) : Histories.arbitrary(seed, shape);
        var model = new Model(null, failedCas);
        boolean plain = BruteForce.isLinearizable(history, model);
        assertEquals(
                plain,
                BruteForce.isLinearizable(history, model, Set.of(rule)),
                () -> rule + " " + history);
        assertEquals(
                plain ? Decision.LINEARIZABLE : Decision.VIOLATION,
                ParallelChecker.decide(history, model, PLENTY, 1),
                history::toString);
    }

    @Property(tries = 2000)
    void clearsThatAreLeftOutInQuietTimesChangeNoKeysResult(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 6) int processes,
            @ForAll @IntRange(min = 1, max = 60) int operations,
            @ForAll @IntRange(min = 1, max = 8) int keys,
            @ForAll @IntRange(min = 0, max = 30) int unknownPercent) {
        var shape = new Shape(processes, operations, keys, 2, unknownPercent, false);
        History history = withManyClears(Histories.mutated(seed, shape));
        List<KeyCheck> few = Checker.parts(history, Model.keyValue(), false);
        List<KeyCheck> every = Checker.parts(history, Model.keyValue(), true);
        for (int i = 0; i < few.size(); i++) {
            SearchResult one = few.get(i).run(PLENTY, false);
            SearchResult other = every.get(i).run(PLENTY, false);
            assertEquals(other.getClass(), one.getClass(), history::toString);
            if (one instanceof SearchResult.Stuck a && other instanceof SearchResult.Stuck b) {
                assertEquals(
                        every.get(i).violation(b).prefix(),
                        few.get(i).violation(a).prefix(),
                        history::toString);
            }
        }
    }

    /** Three processes of their own clear all the time. */
    private static History withManyClears(History history) {
        var builder = new History.Builder();
        for (int i = 0; i < history.eventCount(); i++) {
            int clearer = 1_000_000 + i % 3;
            if (builder.isOpen(clearer)) {
                builder.complete(clearer, i % 7 == 0 ? Outcome.UNKNOWN : Outcome.DONE, i);
            } else if (i % 5 != 0) {
                builder.invoke(clearer, new Call.Clear(), i);
            }
            Operation operation = history.operationAt(i);
            if (history.isInvocation(i)) {
                builder.invoke(operation.process(), operation.call(), i);
            } else {
                builder.complete(operation.process(), operation.outcome(), i);
            }
        }
        return builder.build();
    }
}
