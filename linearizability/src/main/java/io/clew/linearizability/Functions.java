package io.clew.linearizability;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the operations of one key do, in numbers: a call with its outcome becomes a function from
 * states to states.
 *
 * <p>Operations with the same call and outcome share one function; the search uses that to treat
 * them alike.
 */
final class Functions {
    /** What {@link #step} answers where the function's outcome is impossible. */
    static final int IMPOSSIBLE = -1;

    private enum Kind {
        READ,
        OVERWRITE,
        CAS,
        /** A compare-and-set that failed. */
        OTHER,
        APPEND,
        /** A transaction with a write; the states are those of several registers. */
        TXN,
        /** A transaction that only reads. */
        TXN_READ
    }

    /**
     * Possible in the state {@code from} only, everywhere else, or in all states, as its kind is;
     * of a transaction, {@code from} is the number.
     */
    private record Function(Kind kind, int from, int to) {}

    private record Step(int state, int function) {}

    final States states = new States();
    private final Map<Function, Integer> numberOfFunction = new HashMap<>();
    private final Map<Step, Integer> appended = new HashMap<>();
    private final Transactions transactions;
    private Function[] functions = new Function[8];

    Functions(Model model) {
        transactions = new Transactions(states, model);
    }

    /** The state before all operations; transactions begin with all that they are about. */
    int initialState(Model model, boolean transactional) {
        return transactional ? transactions.initialState() : states.of(model.initial());
    }

    /** The function of an operation that took effect, or that may have. */
    int of(Call call, Outcome outcome) {
        return number(
                switch (call) {
                    case Call.Get _ -> {
                        int seen = states.of(outcome instanceof Outcome.Ok(var v) ? v : null);
                        yield new Function(Kind.READ, seen, seen);
                    }
                    case Call.Put(_, String value) -> overwrite(states.of(value));
                    case Call.Delete _, Call.Clear _ -> overwrite(States.ABSENT);
                    case Call.Cas(_, String from, String to) ->
                            outcome instanceof Outcome.Fail
                                    ? other(states.of(from))
                                    : cas(states.of(from), states.of(to));
                    case Call.Append(_, String value) ->
                            new Function(Kind.APPEND, States.ABSENT, states.of(value));
                    case Call.Txn txn -> {
                        int number = transactions.of(txn, outcome instanceof Outcome.Ok);
                        boolean reads = transactions.isReadOnly(number);
                        yield new Function(reads ? Kind.TXN_READ : Kind.TXN, number, number);
                    }
                });
    }

    private static Function overwrite(int to) {
        return new Function(Kind.OVERWRITE, States.ABSENT, to);
    }

    private static Function cas(int from, int to) {
        return new Function(from == to ? Kind.READ : Kind.CAS, from, to);
    }

    private static Function other(int than) {
        return new Function(Kind.OTHER, than, than);
    }

    private int number(Function function) {
        int fresh = numberOfFunction.size();
        Integer known = numberOfFunction.putIfAbsent(function, fresh);
        if (known != null) {
            return known;
        }
        if (fresh == functions.length) {
            functions = Arrays.copyOf(functions, 2 * fresh);
        }
        functions[fresh] = function;
        return fresh;
    }

    /** Notes what an operation with this function, returning at that return, looks at. */
    void note(int function, int atReturn) {
        Function f = functions[function];
        switch (f.kind) {
            case READ, CAS -> states.lookedAt(f.from, atReturn);
            case OTHER -> states.allLookedAt(atReturn);
            case APPEND -> states.mayGrow();
            case TXN, TXN_READ -> {
                // Which values matter is not followed through several registers: all do, always.
                states.allLookedAt(Integer.MAX_VALUE);
                states.mayGrow();
            }
            case OVERWRITE -> {}
        }
    }

    /** The state after the function, or {@link #IMPOSSIBLE}. */
    int step(int state, int function) {
        Function f = functions[function];
        return switch (f.kind) {
            case READ, CAS -> state == f.from ? f.to : IMPOSSIBLE;
            case OTHER -> state == f.from ? IMPOSSIBLE : state;
            case OVERWRITE -> f.to;
            case APPEND ->
                    appended.computeIfAbsent(
                            new Step(state, function), _ -> states.append(state, f.to));
            case TXN, TXN_READ -> transactions.step(state, f.from);
        };
    }

    /** Whether the function leaves every state as it is in which it is possible. */
    boolean isReadOnly(int function) {
        return switch (functions[function].kind) {
            case READ, OTHER, TXN_READ -> true;
            case OVERWRITE, CAS, APPEND, TXN -> false;
        };
    }

    /** Whether the function always leads to the same state, whatever was before. */
    boolean isOverwrite(int function) {
        return functions[function].kind == Kind.OVERWRITE;
    }

    /** Whether the function is possible in every state: an overwrite or an append. */
    boolean isBlind(int function) {
        return switch (functions[function].kind) {
            case OVERWRITE, APPEND -> true;
            case READ, CAS, OTHER, TXN, TXN_READ -> false;
        };
    }

    /** Whether the function is possible in one state only: a read or a compare-and-set. */
    boolean looks(int function) {
        return switch (functions[function].kind) {
            case READ, CAS -> true;
            case OVERWRITE, OTHER, APPEND, TXN, TXN_READ -> false;
        };
    }

    /** The only state in which a function that looks is possible. */
    int required(int function) {
        return functions[function].from;
    }

    /** Where the function leads; not for appends and transactions. */
    int result(int function) {
        return functions[function].to;
    }

    /** The last return at which the result may be seen; where it may be one of many, the end. */
    int lastLookAtResult(int function) {
        Function f = functions[function];
        return switch (f.kind) {
            case APPEND, TXN, TXN_READ -> Integer.MAX_VALUE;
            case READ, OVERWRITE, CAS, OTHER -> states.lastLook(f.to);
        };
    }
}
