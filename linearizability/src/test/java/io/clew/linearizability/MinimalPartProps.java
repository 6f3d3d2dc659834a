package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Histories.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.BitSet;

/** What is shown of a violation is as small as it can be, operation by operation. */
class MinimalPartProps {
    private static final Budget PLENTY = Budget.states(1_000_000);

    @Property(tries = 2500)
    void withoutAnyOperationThereIsAnOrderOrAValueFromNowhere(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int processes,
            @ForAll @IntRange(min = 2, max = 10) int operations,
            @ForAll @IntRange(min = 1, max = 3) int values,
            @ForAll @IntRange(min = 0, max = 50) int unknownPercent,
            @ForAll boolean mutated,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, operations, 1, values, unknownPercent, true);
        History history =
                mutated ? Histories.mutated(seed, shape) : Histories.arbitrary(seed, shape);
        var model = new Model(null, failedCas);
        if (Checker.check(history, model, PLENTY) instanceof Verdict.Violation violation) {
            assertIsMinimal(violation.minimal(), violation.prefix(), model);
        }
    }

    private static void assertIsMinimal(History part, History prefix, Model model) {
        assertFalse(BruteForce.isLinearizable(part, model), part::toString);
        var sources = new Sources(prefix);
        BitSet whole = operationsOf(part, prefix);
        for (int i = whole.nextSetBit(0); i >= 0; i = whole.nextSetBit(i + 1)) {
            var smaller = (BitSet) whole.clone();
            smaller.clear(i);
            if (takesTheOnlyOrigin(i, smaller, sources)) {
                continue;
            }
            BitSet blinded = sources.makeFair(smaller);
            int superfluous = i;
            assertTrue(
                    BruteForce.isLinearizable(sources.history(smaller, blinded), model),
                    () -> prefix.operations().get(superfluous) + " is not needed in " + part);
        }
    }

    /** Where the part's operations are in the history that it is a part of. */
    private static BitSet operationsOf(History part, History whole) {
        var found = new BitSet();
        int at = 0;
        for (Operation each : part.operations()) {
            while (!whole.operations().get(at).equals(each)) {
                at++;
            }
            found.set(at++);
        }
        return found;
    }

    private static boolean takesTheOnlyOrigin(int removed, BitSet left, Sources sources) {
        for (int look = left.nextSetBit(0); look >= 0; look = left.nextSetBit(look + 1)) {
            for (Sources.Look found : sources.looksOf(look)) {
                boolean wasOrigin = false;
                boolean another = false;
                for (int origin : sources.of(look, found)) {
                    wasOrigin |= origin == removed;
                    another |= left.get(origin);
                }
                if (wasOrigin && !another) {
                    return true;
                }
            }
        }
        return false;
    }
}
