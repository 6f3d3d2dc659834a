package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What the operations of one key do, in numbers: a call with its outcome becomes a function from
 * states to states.
 *
 * <p>A function is one word, its kind and up to two states, or the number of a transaction.
 * Operations with the same call and outcome have the same function; the search uses that to treat
 * them alike.
 */
final class Functions {
    /** What {@link #step} answers where the function's outcome is impossible. */
    static final int IMPOSSIBLE = -1;

    private static final int READ = 1;
    private static final int OVERWRITE = 2;
    private static final int CAS = 3;

    /** A compare-and-set that failed. */
    private static final int OTHER = 4;

    private static final int APPEND = 5;

    /** A transaction with a write; the states are those of several registers. */
    private static final int TXN = 6;

    /** A transaction that only reads. */
    private static final int TXN_READ = 7;

    /** A transaction that only reads, and by that may settle a first value that is open. */
    private static final int TXN_SETTLE = 8;

    private static final int KIND_SHIFT = 60;
    private static final int FROM_SHIFT = 30;
    private static final int STATE_MASK = (1 << FROM_SHIFT) - 1;

    private record Step(int state, long function) {}

    final States states;
    private final Map<Step, Integer> appended = new HashMap<>();

    private final Model model;
    private @Nullable Transactions transactions;

    Functions(States states, Model model) {
        this.states = states;
        this.model = model;
    }

    /** About how much memory the states take that the search came upon. */
    long bytes() {
        return states.bytes() + (transactions == null ? 0 : transactions.bytes());
    }

    private Transactions transactions() {
        if (transactions == null) {
            transactions = new Transactions(states, model);
        }
        return transactions;
    }

    /** The state before all operations; transactions begin with all that they are about. */
    int initialState(boolean transactional) {
        return transactional ? transactions().initialState() : states.of(model.initial());
    }

    /** The function of an operation that took effect, or that may have. */
    long of(Columns columns, int operation) {
        int from = columns.from(operation);
        int to = columns.to(operation);
        return switch (columns.asked(operation)) {
            case Columns.GET -> function(READ, from, from);
            case Columns.PUT -> function(OVERWRITE, States.ABSENT, to);
            case Columns.DELETE, Columns.CLEAR -> function(OVERWRITE, States.ABSENT, States.ABSENT);
            case Columns.APPEND -> function(APPEND, States.ABSENT, to);
            case Columns.CAS -> {
                if (columns.learned(operation) == Columns.FAIL) {
                    yield function(OTHER, from, from);
                }
                yield function(from == to ? READ : CAS, from, to);
            }
            default -> {
                boolean readsCount = columns.learned(operation) == Columns.OK;
                int number = transactions().of(columns.transaction(operation), readsCount);
                yield function(kindOfTransaction(number), number, number);
            }
        };
    }

    private int kindOfTransaction(int number) {
        return transactions().writes(number)
                ? TXN
                : transactions().maySettle(number) ? TXN_SETTLE : TXN_READ;
    }

    private static long function(int kind, int from, int to) {
        return (long) kind << KIND_SHIFT | (long) from << FROM_SHIFT | to;
    }

    private static int kind(long function) {
        return (int) (function >>> KIND_SHIFT);
    }

    private static int from(long function) {
        return (int) (function >>> FROM_SHIFT) & STATE_MASK;
    }

    private static int to(long function) {
        return (int) function & STATE_MASK;
    }

    /** Notes what an operation with this function, returning at that return, looks at. */
    void note(long function, int atReturn) {
        switch (kind(function)) {
            case READ, CAS -> states.lookedAt(from(function), atReturn);
            case OTHER -> states.allLookedAt(atReturn);
            case APPEND -> states.mayGrow();
            case TXN, TXN_READ, TXN_SETTLE -> {
                // Which values matter is not followed through several registers: all do, always.
                states.allLookedAt(Integer.MAX_VALUE);
                states.mayGrow();
            }
            default -> {}
        }
    }

    /** The state after the function, or {@link #IMPOSSIBLE}. */
    int step(int state, long function) {
        return switch (kind(function)) {
            case READ, CAS -> state == from(function) ? to(function) : IMPOSSIBLE;
            case OTHER -> state == from(function) ? IMPOSSIBLE : state;
            case OVERWRITE -> to(function);
            case APPEND -> append(state, function);
            default -> transactions().step(state, from(function));
        };
    }

    private int append(int state, long function) {
        return appended.computeIfAbsent(
                new Step(state, function), _ -> states.append(state, to(function)));
    }

    /** Whether the function leaves every state as it is in which it is possible. */
    static boolean isReadOnly(long function) {
        int kind = kind(function);
        return kind == READ || kind == OTHER || kind == TXN_READ;
    }

    /**
     * Whether the function writes nothing: where it leaves the state as it is, it does so in all
     * states that follow in which it is possible.
     */
    static boolean isRead(long function) {
        return isReadOnly(function) || kind(function) == TXN_SETTLE;
    }

    /** Whether the function always leads to the same state, whatever was before. */
    static boolean isOverwrite(long function) {
        return kind(function) == OVERWRITE;
    }

    /** Whether the function is possible in every state: an overwrite or an append. */
    static boolean isBlind(long function) {
        int kind = kind(function);
        return kind == OVERWRITE || kind == APPEND;
    }

    /** Whether the function is possible in one state only: a read or a compare-and-set. */
    static boolean looks(long function) {
        int kind = kind(function);
        return kind == READ || kind == CAS;
    }

    /** The only state in which a function that looks is possible. */
    static int required(long function) {
        return from(function);
    }

    /** Where the function leads; not for appends and transactions. */
    static int result(long function) {
        return to(function);
    }

    /** The last return at which the result may be seen; where it may be one of many, the end. */
    int lastLookAtResult(long function) {
        int kind = kind(function);
        return kind == APPEND || kind == TXN ? Integer.MAX_VALUE : states.lastLook(to(function));
    }
}
