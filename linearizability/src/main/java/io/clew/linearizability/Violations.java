package io.clew.linearizability;

import java.util.BitSet;

/** Turns the place where the search over one key got stuck into what a person can follow. */
final class Violations {
    /** For searches over parts of a history that is known to fail. */
    static final Budget PART = Budget.states(200_000);

    private final History history;
    private final String key;
    private final KeyProblem problem;
    private final Model model;

    Violations(History history, String key, KeyProblem problem, Model model) {
        this.history = history;
        this.key = key;
        this.problem = problem;
        this.model = model.ofParts();
    }

    Verdict.Violation describe(SearchResult.Stuck stuck) {
        History prefix =
                prefix(lookedAhead(stuck) ? firstFailing(stuck.atReturn()) : stuck.atReturn());
        Operation failing = prefix.operationAt(prefix.eventCount() - 1);
        var sources = new Sources(prefix);
        BitSet part = Shrinking.shrink(prefix, model, sources);
        String explanation = new Explanation(prefix, key, sources, part, model).sentence();
        return new Verdict.Violation(key, explanation, failing, prefix, prefix.only(part::get));
    }

    /**
     * Whether the search may have got stuck because of what operations return later. Transactions
     * that write have an effect even while nobody knows yet what they read.
     */
    private boolean lookedAhead(SearchResult.Stuck stuck) {
        int event = problem.event(stuck.atReturn());
        return stuck.lookedAhead() || history.operationAt(event).call() instanceof Call.Txn;
    }

    /**
     * The first return whose prefix fails, at {@code from} or later: with growing steps, because it
     * is near most of the time, and then by halving, because what is longer fails too.
     */
    private int firstFailing(int from) {
        int last = problem.returnCount() - 1;
        int low = from;
        int high = from;
        for (int step = 1; high < last && !fails(high); step *= 2) {
            low = high + 1;
            high = Math.min(last, high + step);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (fails(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    private boolean fails(int atReturn) {
        return Checker.search(prefix(atReturn), model, PART) instanceof SearchResult.Stuck;
    }

    private History prefix(int atReturn) {
        int count = problem.event(atReturn) + 1;
        var observed = new BitSet();
        for (int i = 0; i < count; i++) {
            if (!history.isInvocation(i) && model.observes(history.operationAt(i))) {
                observed.set(history.indexAt(i));
            }
        }
        return history.part(count, i -> matters(i, observed));
    }

    /** What failed did nothing: left in while it is still open, it would look as if it may have. */
    private boolean matters(int index, BitSet observed) {
        Operation operation = history.operations().get(index);
        String own = operation.call().key();
        return (observed.get(index) || !(operation.outcome() instanceof Outcome.Fail))
                && (own == null || own.equals(key));
    }
}
