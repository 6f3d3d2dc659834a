package io.clew.linearizability;

import java.util.ArrayList;
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
        List<KeyCheck> checks = parts(history, model, false);
        for (KeyCheck each : checks) {
            if (each.run(budget, false) instanceof SearchResult.Stuck stuck) {
                return each.violation(stuck);
            }
        }
        return verdict(checks);
    }

    /** The checks of all keys; a certificate has a place for every clear (see {@link Clears}). */
    static List<KeyCheck> parts(History history, Model model, boolean withEveryClear) {
        List<KeyEvents> parts = KeyEvents.partition(history, withEveryClear);
        List<KeyCheck> checks = new ArrayList<>(parts.size());
        for (KeyEvents each : parts) {
            checks.add(new KeyCheck(history, each, model));
        }
        return checks;
    }

    /**
     * The verdict on all keys, which is that of the first in their order that is not linearizable,
     * or else of the first that could not be decided.
     */
    static Verdict verdict(List<KeyCheck> checks) {
        long states = 0;
        Verdict.Unknown unknown = null;
        for (KeyCheck each : checks) {
            switch (each.result()) {
                case SearchResult.Found found -> states += found.states();
                case SearchResult.Stuck stuck -> {
                    return each.violation(stuck);
                }
                case SearchResult.GaveUp gaveUp -> {
                    if (unknown == null) {
                        unknown = each.unknown(gaveUp);
                    }
                }
            }
        }
        return unknown == null ? new Verdict.Linearizable(states) : unknown;
    }

    /** What {@link #verdict} comes to. */
    static Decision decision(List<KeyCheck> checks) {
        boolean unknown = false;
        for (KeyCheck each : checks) {
            switch (each.result()) {
                case SearchResult.Found _ -> {}
                case SearchResult.Stuck _ -> {
                    return Decision.VIOLATION;
                }
                case SearchResult.GaveUp _ -> unknown = true;
            }
        }
        return unknown ? Decision.UNKNOWN : Decision.LINEARIZABLE;
    }

    /** The result for a history of one key, or of none. */
    static SearchResult search(History history, Model model, Budget budget) {
        List<KeyCheck> parts = parts(history, model, false);
        return parts.isEmpty()
                ? new SearchResult.Found(0, List.of())
                : parts.getFirst().run(budget, false);
    }
}
