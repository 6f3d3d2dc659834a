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
 *
 * <p>Where the first value of a register is open, the first read that comes before all writes
 * settles it, and the state holds it from then on. So an order is found exactly if there is one for
 * some first value.
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

    /** About what a state takes for each register that it holds. */
    private static final int BYTES_OF_A_REGISTER = 40;

    private record Step(int state, int effect) {}

    private final States states;
    private final Model model;
    private final List<@Nullable Effect> effects = new ArrayList<>();
    private final Map<@Nullable Effect, Integer> numberOfEffect = new HashMap<>();

    /**
     * A state holds the registers that have another value than at first, and of those whose first
     * value is open the ones that were read or written.
     */
    private final Map<Integer, SortedMap<String, @Nullable String>> contentsOfState =
            new HashMap<>();

    private final Map<SortedMap<String, @Nullable String>, Integer> stateOfContents =
            new HashMap<>();
    private final Map<Step, Integer> steps = new HashMap<>();
    private long bytes;

    Transactions(States states, Model model) {
        this.states = states;
        this.model = model;
    }

    /** About how much memory the states take. */
    long bytes() {
        return bytes;
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

    boolean writes(int number) {
        Effect effect = effects.get(number);
        return effect != null && !effect.writes.isEmpty();
    }

    /** Whether it reads a register of which the first value is open. */
    boolean maySettle(int number) {
        Effect effect = effects.get(number);
        return effect != null
                && effect.needs.keySet().stream().anyMatch(model.openInitial()::contains);
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
        effect.needs.forEach(
                (register, value) -> {
                    if (model.openInitial().contains(register)) {
                        after.put(register, value);
                    }
                });
        effect.writes.forEach(
                (register, value) -> {
                    if (!model.openInitial().contains(register)
                            && Objects.equals(value, model.initial(register))) {
                        after.remove(register);
                    } else {
                        after.put(register, value);
                    }
                });
        return state(after);
    }

    private boolean allows(Map<String, @Nullable String> contents, Effect effect) {
        return effect.needs.entrySet().stream()
                .allMatch(need -> allows(contents, need.getKey(), need.getValue()));
    }

    private boolean allows(
            Map<String, @Nullable String> contents, String register, @Nullable String needed) {
        if (contents.containsKey(register)) {
            return Objects.equals(needed, contents.get(register));
        }
        return model.openInitial().contains(register)
                || Objects.equals(needed, model.initial(register));
    }

    private int state(SortedMap<String, @Nullable String> contents) {
        Integer known = stateOfContents.get(contents);
        if (known != null) {
            return known;
        }
        int fresh = states.of("state " + stateOfContents.size());
        bytes += (long) BYTES_OF_A_REGISTER * contents.size();
        stateOfContents.put(contents, fresh);
        contentsOfState.put(fresh, contents);
        return fresh;
    }
}
