package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Histories.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

class PossibleValuesProps {
    private static final String[] VALUES = {null, "v0", "v1", "v2"};

    @Property(tries = 300)
    void areThoseThatOneMoreReadMayReturn(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int processes,
            @ForAll @IntRange(min = 1, max = 6) int operations,
            @ForAll @IntRange(min = 0, max = 40) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas) {
        var shape = new Shape(processes, operations, 1, 3, unknownPercent, rich);
        History history = Histories.mutated(seed, shape);
        var model = new Model(null, failedCas);
        for (int count = 0; count <= history.eventCount(); count++) {
            History prefix = history.prefix(count);
            List<Set<@Nullable String>> found = PossibleValues.of(prefix, model, 100_000);
            boolean impossible = found.getLast().isEmpty();
            assertTrue(impossible || found.size() == count + 1, prefix::toString);
            for (String value : VALUES) {
                assertEquals(
                        BruteForce.isLinearizable(withRead(prefix, value), model),
                        found.getLast().contains(value),
                        () -> value + " after " + prefix);
            }
        }
    }

    @Property(tries = 50)
    void stopAtTheLimit(@ForAll @IntRange(min = 1, max = 30) int limit) {
        History history = Histories.valid(7, new Shape(5, 60, 1, 3, 30, true));
        assertTrue(PossibleValues.of(history, new Model(null), limit).size() <= limit);
    }

    private static History withRead(History prefix, @Nullable String value) {
        var built = new History.Builder();
        for (int i = 0; i < prefix.eventCount(); i++) {
            Operation operation = prefix.operationAt(i);
            if (prefix.isInvocation(i)) {
                built.invoke(operation.process(), operation.call(), i);
            } else {
                built.complete(operation.process(), operation.outcome(), i);
            }
        }
        return built.invoke(-1, new Call.Get("k0"), 1000)
                .complete(-1, Outcome.read(value), 1001)
                .build();
    }
}
