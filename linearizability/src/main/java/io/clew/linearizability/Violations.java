package io.clew.linearizability;

import java.util.BitSet;

/** Turns the place where a search got stuck into a violation that a person can follow. */
final class Violations {
    private Violations() {}

    /** The key cannot be explained any more once the operation of this event has completed. */
    static Verdict.Violation describe(History history, String key, int event, Model model) {
        Operation failing = history.operationAt(event);
        History prefix =
                history.part(event + 1, i -> matters(history.operations().get(i), key));
        var sources = new Sources(prefix);
        BitSet part = Shrinking.shrink(prefix, model, sources);
        String explanation = new Explanation(prefix, key, sources, model).sentence(part);
        return new Verdict.Violation(key, explanation, failing, prefix, prefix.only(part::get));
    }

    /** What failed did nothing: left in while it is still open, it would look as if it may have. */
    private static boolean matters(Operation operation, String key) {
        String own = operation.call().key();
        return !(operation.outcome() instanceof Outcome.Fail) && (own == null || own.equals(key));
    }
}
