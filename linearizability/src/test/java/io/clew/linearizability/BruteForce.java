package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides by trying every order: slow, obvious, and with nothing in common with the search.
 *
 * <p>For each key it tries all permutations of the key's operations that respect real time, with
 * those of unknown outcome left out or not.
 */
final class BruteForce {
    /** A rule of the search by itself, each of which leaves the answer as it is. */
    enum Rule {
        /** What cannot change the value is placed as soon as it can be, with no alternative. */
        EAGER_READS,
        /** Of equal calls with unknown outcomes, the first that began is placed first. */
        EARLIEST_UNKNOWN,
        /** A value stays while somebody has to see it and nobody can write it again. */
        LOOK_AHEAD
    }

    private final History history;
    private final Set<Rule> rules;
    private final List<Integer> candidates = new ArrayList<>();

    private BruteForce(History history, String key, Model model, Set<Rule> rules) {
        this.history = history;
        this.rules = rules;
        boolean observe = model.failedCas() == Model.FailedCas.OBSERVE;
        for (int i = 0; i < history.operations().size(); i++) {
            Operation operation = history.operations().get(i);
            String own = operation.call().key();
            boolean observed = observe && operation.call() instanceof Call.Cas;
            if ((own == null || own.equals(key))
                    && (observed || !operation.outcome().equals(Outcome.FAILED))) {
                candidates.add(i);
            }
        }
    }

    static boolean isLinearizable(History history, Model model) {
        return isLinearizable(history, model, Set.of());
    }

    static boolean isLinearizable(History history, Model model, Set<Rule> rules) {
        return keys(history).stream()
                .allMatch(
                        key ->
                                new BruteForce(history, key, model, rules)
                                        .existsOrder(model.initial()));
    }

    static Set<String> keys(History history) {
        Set<String> keys = new TreeSet<>();
        for (Operation operation : history.operations()) {
            String key = operation.call().key();
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Whether the operations with these indexes, in this order, explain all that the key shows. */
    static boolean isLinearization(History history, String key, List<Integer> order, Model model) {
        var force = new BruteForce(history, key, model, Set.of());
        String value = model.initial();
        boolean[] placed = new boolean[history.operations().size()];
        for (int next : order) {
            if (!force.candidates.contains(next)
                    || placed[next]
                    || !force.mayComeNext(next, placed)
                    || !isPossible(history.operations().get(next), value)) {
                return false;
            }
            placed[next] = true;
            value = after(history.operations().get(next), value);
        }
        return force.candidates.stream()
                .allMatch(
                        i ->
                                placed[i]
                                        || history.operations().get(i).outcome()
                                                instanceof Outcome.Unknown);
    }

    private boolean existsOrder(@Nullable String value) {
        return existsOrder(value, new boolean[history.operations().size()]);
    }

    private boolean existsOrder(@Nullable String value, boolean[] placed) {
        boolean allPlaced = true;
        for (int next : candidates) {
            if (placed[next]) {
                continue;
            }
            Operation operation = history.operations().get(next);
            allPlaced &= operation.outcome() instanceof Outcome.Unknown;
            if (mayComeNext(next, placed)
                    && isPossible(operation, value)
                    && !isLeftOut(next, value, placed)) {
                placed[next] = true;
                boolean found = existsOrder(after(operation, value), placed);
                placed[next] = false;
                if (found) {
                    return true;
                }
                if (rules.contains(Rule.EAGER_READS) && isRead(operation)) {
                    return false;
                }
            }
        }
        return allPlaced;
    }

    /** Whether a rule forbids what is possible. */
    private boolean isLeftOut(int next, @Nullable String value, boolean[] placed) {
        Operation operation = history.operations().get(next);
        boolean unknown = operation.outcome() instanceof Outcome.Unknown;
        if (rules.contains(Rule.EARLIEST_UNKNOWN) && unknown) {
            for (int other : candidates) {
                Operation earlier = history.operations().get(other);
                if (other < next
                        && !placed[other]
                        && earlier.outcome() instanceof Outcome.Unknown
                        && earlier.call().equals(operation.call())) {
                    return true;
                }
            }
        }
        return rules.contains(Rule.LOOK_AHEAD)
                && !Objects.equals(value, after(operation, value))
                && isStillNeeded(next, value, placed);
    }

    private boolean isStillNeeded(int next, @Nullable String value, boolean[] placed) {
        boolean needed = false;
        for (int other : candidates) {
            Operation operation = history.operations().get(other);
            if (placed[other] || other == next) {
                continue;
            }
            if (operation.call() instanceof Call.Append || writes(operation, value)) {
                return false;
            }
            needed |=
                    !(operation.outcome() instanceof Outcome.Unknown) && looksAt(operation, value);
        }
        return needed;
    }

    private static boolean looksAt(Operation operation, @Nullable String value) {
        return switch (operation.call()) {
            case Call.Get _ -> operation.outcome().equals(Outcome.read(value));
            case Call.Cas cas ->
                    !operation.outcome().equals(Outcome.FAILED)
                            && Objects.equals(cas.from(), value);
            case Call.Put _, Call.Delete _, Call.Append _, Call.Clear _, Call.Txn _ -> false;
        };
    }

    private static boolean writes(Operation operation, @Nullable String value) {
        return switch (operation.call()) {
            case Call.Get _, Call.Append _, Call.Txn _ -> false;
            case Call.Put put -> put.value().equals(value);
            case Call.Delete _, Call.Clear _ -> value == null;
            case Call.Cas cas ->
                    !operation.outcome().equals(Outcome.FAILED) && Objects.equals(cas.to(), value);
        };
    }

    /** Whether it cannot change the value wherever it is possible, and has to have a place. */
    private static boolean isRead(Operation operation) {
        return !(operation.outcome() instanceof Outcome.Unknown)
                && (operation.call() instanceof Call.Get
                        || operation.outcome().equals(Outcome.FAILED));
    }

    /** Whether no operation that is still to be placed had ended before this one began. */
    private boolean mayComeNext(int next, boolean[] placed) {
        for (int other : candidates) {
            if (!placed[other]
                    && !(history.operations().get(other).outcome() instanceof Outcome.Unknown)
                    && endOf(other) < beginOf(next)) {
                return false;
            }
        }
        return true;
    }

    private int beginOf(int operation) {
        return position(operation, true);
    }

    private int endOf(int operation) {
        return position(operation, false);
    }

    private int position(int operation, boolean invocation) {
        for (int i = 0; i < history.eventCount(); i++) {
            if (history.indexAt(i) == operation && history.isInvocation(i) == invocation) {
                return i;
            }
        }
        throw new AssertionError("operation " + operation + " has no such event");
    }

    private static boolean isPossible(Operation operation, @Nullable String value) {
        return switch (operation.call()) {
            case Call.Get _ ->
                    operation.outcome() instanceof Outcome.Unknown
                            || operation.outcome().equals(Outcome.read(value));
            case Call.Cas cas ->
                    Objects.equals(cas.from(), value) != operation.outcome().equals(Outcome.FAILED);
            case Call.Put _, Call.Delete _, Call.Append _, Call.Clear _, Call.Txn _ -> true;
        };
    }

    private static @Nullable String after(Operation operation, @Nullable String value) {
        if (operation.outcome().equals(Outcome.FAILED)) {
            return value;
        }
        return switch (operation.call()) {
            case Call.Get _, Call.Txn _ -> value;
            case Call.Put put -> put.value();
            case Call.Delete _, Call.Clear _ -> null;
            case Call.Cas cas -> cas.to();
            case Call.Append append -> value == null ? append.value() : value + append.value();
        };
    }
}
