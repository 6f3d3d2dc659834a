package io.clew.linearizability;

import java.util.List;

/**
 * Decides whether a history is linearizable, key by key.
 *
 * <p>A history of single-key operations is linearizable exactly if each key's part of it is
 * (Herlihy and Wing's locality), so each key is searched for itself, in the order of the keys.
 *
 * <p><b>Clear</b> concerns every key, and is taken as one delete in the part of each. That is
 * exactly the promise "linearizable for each key". It is necessary, but not sufficient, for a clear
 * that empties all keys at the same instant: for that, one instant would have to be found that fits
 * all keys together. A violation found here is a violation of both promises.
 */
public final class Checker {
    private Checker() {}

    /** The verdict depends on the arguments alone, unless the budget has a limit in time. */
    public static Verdict check(History history, Model model, Budget budget) {
        long states = 0;
        Verdict.Unknown unknown = null;
        for (KeyEvents part : KeyEvents.partition(history)) {
            var problem = new KeyProblem(history, part, model);
            switch (search(problem, budget)) {
                case SearchResult.Found found -> states += found.states();
                case SearchResult.Stuck stuck -> {
                    return new Violations(history, part.key(), problem, model).describe(stuck);
                }
                case SearchResult.GaveUp gaveUp -> {
                    if (unknown == null) {
                        unknown = describe(part.key(), problem, gaveUp);
                    }
                }
            }
        }
        return unknown == null ? new Verdict.Linearizable(states) : unknown;
    }

    /** The result for a history of one key, or of none. */
    static SearchResult search(History history, Model model, Budget budget) {
        List<KeyEvents> parts = KeyEvents.partition(history);
        return parts.isEmpty()
                ? new SearchResult.Found(0)
                : search(new KeyProblem(history, parts.getFirst(), model), budget);
    }

    private static SearchResult search(KeyProblem problem, Budget budget) {
        try {
            return new DepthFirst(problem).run(new Allowance(budget));
        } catch (OutOfMemoryError _) {
            // The tables of the search are what was too big, and they are garbage by now.
            return new SearchResult.GaveUp(0, "the memory ran out");
        }
    }

    private static Verdict.Unknown describe(
            String key, KeyProblem problem, SearchResult.GaveUp gaveUp) {
        return new Verdict.Unknown(
                "key "
                        + key
                        + ": "
                        + gaveUp.whatRanOut()
                        + " after the first "
                        + gaveUp.reached()
                        + " of "
                        + problem.returns.length
                        + " completed operations were found linearizable");
    }
}
