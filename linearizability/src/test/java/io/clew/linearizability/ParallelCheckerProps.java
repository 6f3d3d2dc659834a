package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.linearizability.Histories.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class ParallelCheckerProps {
    @Property(tries = 200)
    void findsTheVerdictOfOneThreadWhateverTheScheduling(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int threads,
            @ForAll @IntRange(min = 1, max = 30) int states,
            @ForAll boolean valid) {
        var shape = new Shape(6, 1200, 12, 3, 10, true);
        History history = valid ? Histories.valid(seed, shape) : Histories.mutated(seed, shape);
        Budget scarce = Budget.states(states);
        Verdict alone = Checker.check(history, Model.keyValue(), scarce);
        Statistics.label("verdict").collect(alone.getClass().getSimpleName());
        Verdict together =
                ParallelChecker.check(history, Model.keyValue(), scarce, threads, false).verdict();
        assertEquals(alone, together, history::toString);
    }

    @Property(tries = 300)
    void theFirstOfManyFailingKeysIsShown(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int threads) {
        History history = Histories.arbitrary(seed, new Shape(4, 60, 10, 2, 5, false));
        Budget plenty = Budget.states(1_000_000);
        assertEquals(
                Checker.check(history, Model.keyValue(), plenty),
                ParallelChecker.check(history, Model.keyValue(), plenty, threads, true).verdict(),
                history::toString);
    }
}
