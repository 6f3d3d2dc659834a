package io.clew.linearizability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one key, in numbers: values become state numbers, and a call with its outcome
 * becomes a function from states to states.
 *
 * <p>Operations with the same call and outcome share one function; the search uses that to treat
 * them alike. Numbers are given in the order of first use, so they are the same in every run.
 */
final class Functions {
    /** What {@link #step} answers where the function's outcome is impossible. */
    static final int IMPOSSIBLE = -1;

    /** The state of an absent key. */
    static final int ABSENT = 0;

    private enum Kind {
        READ,
        WRITE,
        CAS,
        APPEND
    }

    private record Function(Kind kind, int from, int to) {}

    private record Step(int state, int function) {}

    private final List<@Nullable String> values = new ArrayList<>();
    private final Map<String, Integer> stateOfValue = new HashMap<>();
    private final List<Function> functions = new ArrayList<>();
    private final Map<Function, Integer> numberOfFunction = new HashMap<>();

    /** Appends make states that no operation names, so they are found out once and remembered. */
    private final Map<Step, Integer> appended = new HashMap<>();

    Functions() {
        values.add(null);
    }

    int state(@Nullable String value) {
        if (value == null) {
            return ABSENT;
        }
        Integer known = stateOfValue.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    @Nullable String value(int state) {
        return values.get(state);
    }

    /** The function of an operation that took effect, or that may have. */
    int of(Call call, Outcome outcome) {
        return switch (call) {
            case Call.Get _ -> {
                int seen = state(outcome instanceof Outcome.Ok(String value) ? value : null);
                yield number(new Function(Kind.READ, seen, seen));
            }
            case Call.Put(_, String value) -> write(state(value));
            case Call.Delete _, Call.Clear _ -> write(ABSENT);
            case Call.Cas(_, String from, String to) ->
                    number(new Function(Kind.CAS, state(from), state(to)));
            case Call.Append(_, String value) ->
                    number(new Function(Kind.APPEND, ABSENT, state(value)));
        };
    }

    private int write(int to) {
        return number(new Function(Kind.WRITE, ABSENT, to));
    }

    private int number(Function function) {
        Integer known = numberOfFunction.putIfAbsent(function, functions.size());
        if (known != null) {
            return known;
        }
        functions.add(function);
        return functions.size() - 1;
    }

    /** The state after the function, or {@link #IMPOSSIBLE}. */
    int step(int state, int function) {
        Function f = functions.get(function);
        return switch (f.kind) {
            case READ -> state == f.from ? state : IMPOSSIBLE;
            case WRITE -> f.to;
            case CAS -> state == f.from ? f.to : IMPOSSIBLE;
            case APPEND -> append(state, function, f);
        };
    }

    private int append(int state, int function, Function f) {
        return appended.computeIfAbsent(
                new Step(state, function),
                _ -> {
                    String before = values.get(state);
                    return state((before == null ? "" : before) + values.get(f.to));
                });
    }

    /** Whether the function leaves every state as it is in which it is possible. */
    boolean isReadOnly(int function) {
        Function f = functions.get(function);
        return switch (f.kind) {
            case READ -> true;
            case WRITE, APPEND -> false;
            case CAS -> f.from == f.to;
        };
    }

    /** Whether the function is possible in every state, and always leads to the same one. */
    boolean isOverwrite(int function) {
        return functions.get(function).kind == Kind.WRITE;
    }

    boolean isAppend(int function) {
        return functions.get(function).kind == Kind.APPEND;
    }

    /** The only state in which a read or a compare-and-set is possible. */
    int required(int function) {
        return functions.get(function).from;
    }

    /** The state that an overwrite or a compare-and-set leads to. */
    int result(int function) {
        return functions.get(function).to;
    }
}
