package io.clew.linearizability.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GeneratorProps {
    @Property(tries = 300)
    void whatIsMadeIsLinearizable(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int keys,
            @ForAll @IntRange(min = 1, max = 6) int clients,
            @ForAll @IntRange(min = 0, max = 4) int values,
            @ForAll @IntRange(min = 0, max = 10) int unknownPercent,
            @ForAll @IntRange(min = 0, max = 10) int clearPercent,
            @ForAll boolean appends) {
        var shape =
                new Generator.Shape(
                        100, keys, clients, values, unknownPercent, clearPercent, appends);
        History made = Generator.history(shape, seed);
        assertEquals(100, made.operations().size());
        assertEquals(made, Generator.history(shape, seed));
        // A failure is one of a compare-and-set that found another value, and nothing else.
        var model = new Model(null, Model.FailedCas.OBSERVE);
        assertInstanceOf(
                Verdict.Linearizable.class,
                Checker.check(made, model, Budget.states(1_000_000)),
                made::toString);
    }

    @Property(tries = 20)
    void anUnknownOutcomeIsTheLastOfItsProcess(@ForAll long seed) {
        History made = Generator.history(new Generator.Shape(500, 2, 4, 3, 20, 0, false), seed);
        for (Operation unknown : made.operations()) {
            if (unknown.outcome() instanceof Outcome.Unknown) {
                Operation last =
                        made.operations().stream()
                                .filter(each -> each.process() == unknown.process())
                                .reduce(unknown, (_, later) -> later);
                assertEquals(unknown, last);
            }
        }
    }
}
