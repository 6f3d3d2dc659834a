package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Histories.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class CheckerProps {
    private static final Budget PLENTY = Budget.states(1_000_000);

    @Property(tries = 3000)
    void agreesWithBruteForceOnArbitraryHistories(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int processes,
            @ForAll @IntRange(min = 1, max = 8) int operations,
            @ForAll @IntRange(min = 1, max = 3) int values,
            @ForAll @IntRange(min = 0, max = 60) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, operations, 2, values, unknownPercent, rich);
        assertAgreesWithBruteForce(Histories.arbitrary(seed, shape), new Model(null, failedCas));
    }

    @Property(tries = 1500)
    void acceptsWhatAnAtomicStoreAnswers(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int processes,
            @ForAll @IntRange(min = 0, max = 40) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, 150, 3, 4, unknownPercent, rich);
        History history = Histories.valid(seed, shape);
        assertInstanceOf(
                Verdict.Linearizable.class,
                Checker.check(history, new Model(null, failedCas), PLENTY),
                history::toString);
    }

    @Property(tries = 3000)
    void agreesWithBruteForceOnValidHistoriesWithOneThingWrong(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int processes,
            @ForAll @IntRange(min = 4, max = 12) int operations,
            @ForAll @IntRange(min = 0, max = 40) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, operations, 1, 3, unknownPercent, rich);
        assertAgreesWithBruteForce(Histories.mutated(seed, shape), new Model(null, failedCas));
    }

    private static void assertAgreesWithBruteForce(History history, Model model) {
        boolean expected = BruteForce.isLinearizable(history, model);
        Statistics.label("verdict").collect(expected ? "linearizable" : "violation");
        Verdict verdict = Checker.check(history, model, PLENTY);
        assertEquals(
                expected ? Verdict.Linearizable.class : Verdict.Violation.class,
                verdict.getClass(),
                history::toString);
        if (verdict instanceof Verdict.Violation violation) {
            assertIsShown(violation, model);
        }
    }

    private static void assertIsShown(Verdict.Violation violation, Model model) {
        History prefix = violation.prefix();
        assertFalse(isLinearizable(prefix, model), () -> "prefix " + prefix);
        History shorter = prefix.prefix(prefix.eventCount() - 1);
        assertTrue(isLinearizable(shorter, model), () -> "not the shortest prefix " + prefix);
        assertFalse(
                isLinearizable(violation.minimal(), model), () -> "part " + violation.minimal());
    }

    private static boolean isLinearizable(History history, Model model) {
        return BruteForce.isLinearizable(history, model);
    }
}
