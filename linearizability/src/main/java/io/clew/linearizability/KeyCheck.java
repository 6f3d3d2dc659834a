package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** The check of one key's part of a history, and what came of it. */
final class KeyCheck {
    private final History history;
    private final KeyEvents part;
    private final Model model;
    private @Nullable KeyProblem problem;
    private int returnCount;
    private SearchResult result = new SearchResult.GaveUp(0, "the search was not run");
    private List<Integer> order = List.of();

    KeyCheck(History history, KeyEvents part, Model model) {
        this.history = history;
        this.part = part;
        this.model = model;
    }

    /** Searches; the order of a linearization is kept only on request. */
    SearchResult run(Budget budget, boolean certify) {
        problem = null;
        try {
            var prepared = new KeyProblem(history, part.withClears(), model);
            returnCount = prepared.returnCount();
            result =
                    new DepthFirst(prepared, certify ? new Trail() : null)
                            .run(new Allowance(budget));
            if (certify && result instanceof SearchResult.Found(_, List<Integer> choices)) {
                order = Linearization.of(history, prepared, choices);
            }
            // What is prepared is big, and only what failed has to be described with it.
            problem = result instanceof SearchResult.Stuck ? prepared : null;
        } catch (OutOfMemoryError _) {
            // The tables of the search are what was too big, and they are garbage by now.
            result = new SearchResult.GaveUp(0, "the memory ran out");
        }
        return result;
    }

    String key() {
        return history.columns().keys().at(part.key());
    }

    SearchResult result() {
        return result;
    }

    List<Integer> order() {
        return order;
    }

    Verdict.Violation violation(SearchResult.Stuck stuck) {
        return new Violations(history, key(), Objects.requireNonNull(problem), model)
                .describe(stuck);
    }

    Verdict.Unknown unknown(SearchResult.GaveUp gaveUp) {
        return new Verdict.Unknown(
                "key "
                        + key()
                        + ": "
                        + gaveUp.whatRanOut()
                        + " after the first "
                        + gaveUp.reached()
                        + " of "
                        + returnCount
                        + " completed operations were found linearizable");
    }
}
