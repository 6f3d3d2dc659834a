package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

/** Turns the place where a search got stuck into a violation that a person can follow. */
final class Violations {
    private Violations() {}

    /** The key cannot be explained any more once the operation of this event has completed. */
    static Verdict.Violation describe(History history, String key, int event, Model model) {
        Operation failing = history.operationAt(event);
        History prefix =
                history.part(event + 1, i -> concerns(history.operations().get(i), key));
        return new Verdict.Violation(
                key,
                "no order of the operations on " + key + " explains their outcomes",
                failing,
                prefix,
                prefix);
    }

    private static boolean concerns(Operation operation, String key) {
        @Nullable String own = operation.call().key();
        return own == null || own.equals(key);
    }
}
