package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The operations of a history, each a few numbers, so that millions of them fit into little memory
 * and the search need not look at text.
 *
 * <p>Keys are numbered, and the values of each key for themselves: zero is an absent value, one is
 * never used (see {@link States}), and texts follow in the order in which they came.
 */
final class Columns {
    /** The number of the first value of a key that is text. */
    static final int FIRST_VALUE = 2;

    static final int ABSENT = 0;

    /** The key of an operation that concerns all keys. */
    static final int ALL_KEYS = -1;

    /** What was asked. */
    static final byte GET = 0;

    static final byte PUT = 1;
    static final byte DELETE = 2;
    static final byte APPEND = 3;
    static final byte CAS = 4;
    static final byte CLEAR = 5;
    static final byte TXN = 6;

    /** What the client learned. */
    static final byte OK = 0;

    static final byte FAIL = 1;
    static final byte UNKNOWN = 2;

    private final Names keys;
    private final List<Names> values;

    /** Transactions, which are not numbers; {@code from} says where they are. */
    private final List<Call.Txn> transactions;

    private int size;
    private int[] process;
    private byte[] asked;
    private byte[] learned;
    private int[] key;
    private int[] from;
    private int[] to;
    private long[] invoke;
    private long[] complete;

    Columns() {
        this(new Names(), new ArrayList<>(), new ArrayList<>(), 16);
    }

    private Columns(Names keys, List<Names> values, List<Call.Txn> transactions, int capacity) {
        this.keys = keys;
        this.values = values;
        this.transactions = transactions;
        process = new int[capacity];
        asked = new byte[capacity];
        learned = new byte[capacity];
        key = new int[capacity];
        from = new int[capacity];
        to = new int[capacity];
        invoke = new long[capacity];
        complete = new long[capacity];
    }

    int size() {
        return size;
    }

    /** The operations as objects, which are made when they are asked for. */
    List<Operation> list() {
        return new View(this);
    }

    private static final class View extends AbstractList<Operation> implements RandomAccess {
        private final Columns columns;

        View(Columns columns) {
            this.columns = columns;
        }

        @Override
        public Operation get(int index) {
            return columns.operation(index);
        }

        @Override
        public int size() {
            return columns.size;
        }
    }

    /** Adds an operation whose end is not known yet; its index. */
    int begin(int by, Call call, long time) {
        if (size == process.length) {
            resize(2 * size + 16);
        }
        int index = size++;
        process[index] = by;
        invoke[index] = time;
        complete[index] = Operation.NEVER;
        learned[index] = UNKNOWN;
        ask(index, call);
        return index;
    }

    /** Says what an operation asked for; it may be said anew. */
    void ask(int index, Call call) {
        String name = call.key();
        key[index] = name == null ? ALL_KEYS : key(name);
        asked[index] =
                switch (call) {
                    case Call.Get _ -> GET;
                    case Call.Put(_, String value) -> {
                        to[index] = value(index, value);
                        yield PUT;
                    }
                    case Call.Delete _ -> DELETE;
                    case Call.Append(_, String value) -> {
                        to[index] = value(index, value);
                        yield APPEND;
                    }
                    case Call.Cas(_, String expected, String wanted) -> {
                        from[index] = value(index, expected);
                        to[index] = value(index, wanted);
                        yield CAS;
                    }
                    case Call.Clear _ -> CLEAR;
                    case Call.Txn txn -> {
                        from[index] = transactions.size();
                        transactions.add(txn);
                        yield TXN;
                    }
                };
    }

    private int key(String name) {
        int number = keys.of(name);
        if (number == values.size()) {
            values.add(new Names());
        }
        return number;
    }

    private int value(int index, @Nullable String text) {
        return text == null ? ABSENT : FIRST_VALUE + values.get(key[index]).of(text);
    }

    void end(int index, Outcome outcome, long time) {
        // Clocks may go backwards; the order of the events is what counts.
        complete[index] = Math.max(time, invoke[index]);
        learned[index] =
                switch (outcome) {
                    case Outcome.Ok(String value) -> {
                        if (asked[index] == GET) {
                            from[index] = value(index, value);
                        }
                        yield OK;
                    }
                    case Outcome.Fail _ -> FAIL;
                    case Outcome.Unknown _ -> UNKNOWN;
                };
    }

    /** Adds an operation of other columns with the same keys. */
    private void add(Columns other, int i, boolean completed) {
        if (size == process.length) {
            resize(2 * size);
        }
        process[size] = other.process[i];
        asked[size] = other.asked[i];
        key[size] = other.key[i];
        to[size] = other.to[i];
        invoke[size] = other.invoke[i];
        boolean open = !completed;
        learned[size] = open ? UNKNOWN : other.learned[i];
        from[size] = open && asked[size] == GET ? ABSENT : other.from[i];
        complete[size] = open ? Operation.NEVER : other.complete[i];
        size++;
    }

    /** Columns with the same keys, and the operations that the caller adds. */
    final class Part {
        private final Columns columns = new Columns(keys, values, transactions, 16);

        /** Adds one of these operations as it looks before it completes; its new index. */
        int begin(int index) {
            columns.add(Columns.this, index, false);
            return columns.size - 1;
        }

        /** The operation, added before, has completed. */
        void end(int newIndex, int index) {
            columns.learned[newIndex] = learned[index];
            columns.from[newIndex] = from[index];
            columns.complete[newIndex] = complete[index];
        }

        Columns columns() {
            return columns;
        }
    }

    Part part() {
        return new Part();
    }

    /** The same operations, to which others can be added without any effect on these. */
    Columns copy() {
        List<Names> copies = new ArrayList<>(values);
        copies.replaceAll(Names::copy);
        var copy = new Columns(keys.copy(), copies, new ArrayList<>(transactions), 0);
        copy.size = size;
        copy.process = Arrays.copyOf(process, size);
        copy.asked = Arrays.copyOf(asked, size);
        copy.learned = Arrays.copyOf(learned, size);
        copy.key = Arrays.copyOf(key, size);
        copy.from = Arrays.copyOf(from, size);
        copy.to = Arrays.copyOf(to, size);
        copy.invoke = Arrays.copyOf(invoke, size);
        copy.complete = Arrays.copyOf(complete, size);
        return copy;
    }

    private void resize(int capacity) {
        process = Arrays.copyOf(process, capacity);
        asked = Arrays.copyOf(asked, capacity);
        learned = Arrays.copyOf(learned, capacity);
        key = Arrays.copyOf(key, capacity);
        from = Arrays.copyOf(from, capacity);
        to = Arrays.copyOf(to, capacity);
        invoke = Arrays.copyOf(invoke, capacity);
        complete = Arrays.copyOf(complete, capacity);
    }

    Operation operation(int i) {
        return new Operation(process[i], call(i), outcome(i), invoke[i], complete[i]);
    }

    private Call call(int i) {
        String name = key[i] == ALL_KEYS ? "" : keys.at(key[i]);
        return switch (asked[i]) {
            case GET -> new Call.Get(name);
            case PUT -> new Call.Put(name, present(i, to[i]));
            case DELETE -> new Call.Delete(name);
            case APPEND -> new Call.Append(name, present(i, to[i]));
            case CAS -> new Call.Cas(name, text(i, from[i]), text(i, to[i]));
            case CLEAR -> new Call.Clear();
            default -> transaction(i);
        };
    }

    Call.Txn transaction(int i) {
        return transactions.get(from[i]);
    }

    private Outcome outcome(int i) {
        return switch (learned[i]) {
            case OK -> asked[i] == GET ? Outcome.read(text(i, from[i])) : Outcome.DONE;
            case FAIL -> Outcome.FAILED;
            default -> Outcome.UNKNOWN;
        };
    }

    private @Nullable String text(int i, int value) {
        return value == ABSENT ? null : present(i, value);
    }

    private String present(int i, int value) {
        return values.get(key[i]).at(value - FIRST_VALUE);
    }

    int process(int i) {
        return process[i];
    }

    byte asked(int i) {
        return asked[i];
    }

    byte learned(int i) {
        return learned[i];
    }

    int key(int i) {
        return key[i];
    }

    /** The number of the value that a get read or a compare-and-set expected. */
    int from(int i) {
        return from[i];
    }

    /** The number of the value that was written. */
    int to(int i) {
        return to[i];
    }

    Names keys() {
        return keys;
    }

    /** The values of a key, the first of them numbered {@link #FIRST_VALUE}. */
    Names values(int ofKey) {
        return values.get(ofKey);
    }
}
