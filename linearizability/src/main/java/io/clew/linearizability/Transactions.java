package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What transactions do to the registers that they tie to one another: the values of all of these
 * together are one state, so that the search sees one object.
 */
final class Transactions {
    /** What the registers must hold before a transaction, and what they hold after it. */
    record Effect(Map<String, @Nullable String> needs, Map<String, @Nullable String> writes) {
        /** Null if no state allows it, because it did not read what it had written itself. */
        static @Nullable Effect of(Call.Txn txn, boolean readsCount) {
            var effect = new Effect(new TreeMap<>(), new TreeMap<>());
            for (Call.Access each : txn.accesses()) {
                if (each.writes()) {
                    effect.writes.put(each.register(), each.value());
                } else if (readsCount && !effect.mayRead(each.register(), each.value())) {
                    return null;
                }
            }
            return effect;
        }

        private boolean mayRead(String register, @Nullable String value) {
            Map<String, @Nullable String> known = writes.containsKey(register) ? writes : needs;
            if (!known.containsKey(register)) {
                needs.put(register, value);
            }
            return Objects.equals(known.get(register), value);
        }
    }

    private record Step(int state, int effect) {}

    private final States states;
    private final Model model;
    private final List<@Nullable Effect> effects = new ArrayList<>();
    private final Map<@Nullable Effect, Integer> numberOfEffect = new HashMap<>();

    /** A state holds the registers that have another value than at first. */
    private final Map<Integer, SortedMap<String, @Nullable String>> contentsOfState =
            new HashMap<>();

    private final Map<SortedMap<String, @Nullable String>, Integer> stateOfContents =
            new HashMap<>();
    private final Map<Step, Integer> steps = new HashMap<>();

    Transactions(States states, Model model) {
        this.states = states;
        this.model = model;
    }

    int initialState() {
        return state(new TreeMap<>());
    }

    /** The number of what the transaction does; its reads count if its outcome is known. */
    int of(Call.Txn txn, boolean readsCount) {
        Effect effect = Effect.of(txn, readsCount);
        Integer known = numberOfEffect.putIfAbsent(effect, effects.size());
        if (known != null) {
            return known;
        }
        effects.add(effect);
        return effects.size() - 1;
    }

    boolean isReadOnly(int number) {
        Effect effect = effects.get(number);
        return effect == null || effect.writes.isEmpty();
    }

    /** The state after it, or {@link Functions#IMPOSSIBLE}. */
    int step(int state, int number) {
        return steps.computeIfAbsent(new Step(state, number), _ -> after(state, number));
    }

    private int after(int state, int number) {
        Effect effect = effects.get(number);
        SortedMap<String, @Nullable String> contents = contentsOfState.get(state);
        if (effect == null || contents == null || !allows(contents, effect)) {
            return Functions.IMPOSSIBLE;
        }
        SortedMap<String, @Nullable String> after = new TreeMap<>();
        after.putAll(contents);
        effect.writes.forEach(
                (register, value) -> {
                    if (Objects.equals(value, model.initial(register))) {
                        after.remove(register);
                    } else {
                        after.put(register, value);
                    }
                });
        return state(after);
    }

    private boolean allows(Map<String, @Nullable String> contents, Effect effect) {
        return effect.needs.entrySet().stream()
                .allMatch(
                        need ->
                                Objects.equals(
                                        need.getValue(),
                                        contents.containsKey(need.getKey())
                                                ? contents.get(need.getKey())
                                                : model.initial(need.getKey())));
    }

    private int state(SortedMap<String, @Nullable String> contents) {
        Integer known = stateOfContents.get(contents);
        if (known != null) {
            return known;
        }
        int fresh = states.of("state " + stateOfContents.size());
        stateOfContents.put(contents, fresh);
        contentsOfState.put(fresh, contents);
        return fresh;
    }
}
