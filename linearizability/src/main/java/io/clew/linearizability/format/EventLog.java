package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Mutex;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a history of events in Jepsen's sense: maps with a process, a type, a function and a value.
 *
 * <p>The key stands in a field of its own, or in front of the value, {@code [key value]}, or
 * nowhere if there is one register only; the first event that tells decides which.
 */
final class EventLog {
    /** The name of the only register of a history that names no keys. */
    private static final String REGISTER = "register";

    private static final Set<String> TYPES_OF_COMPLETION = Set.of("ok", "fail", "info");

    /** The name of the only lock of such a history. */
    private static final String MUTEX = "mutex";

    /** Whether the name is one that is given to what has none. */
    static boolean isOnlyObject(String key) {
        return key.equals(REGISTER) || key.equals(MUTEX);
    }

    private enum Keys {
        UNDECIDED,
        FIELD,
        PAIR,
        NONE
    }

    /** An event does not make sense; the caller knows the line. */
    static final class BadEventException extends Exception {
        private static final long serialVersionUID = 1L;

        BadEventException(String problem) {
            super(problem);
        }
    }

    private final HistoryFormat format;
    private final History.Builder history = new History.Builder();
    private final Map<Integer, Call> open = new HashMap<>();
    private Keys keys = Keys.UNDECIDED;
    private int eventCount;
    private boolean transactional;

    EventLog(HistoryFormat format) {
        this.format = format;
    }

    Recording recording() {
        // EDN with a field for the key is Porcupine's, whose values are empty text at first.
        boolean porcupine = format == HistoryFormat.EDN && keys == Keys.FIELD;
        History whole = history.build();
        if (!transactional) {
            return new Recording(whole, new Model(porcupine ? "" : null));
        }
        var transactions = new TransactionLog(whole);
        return new Recording(transactions.grouped(), transactions.model());
    }

    void add(Map<String, Datum> event) throws BadEventException {
        int index = eventCount++;
        Integer process = process(event);
        if (process == null) {
            return;
        }
        String type = word(event, "type");
        long time = time(event, index);
        if (type.equals("invoke")) {
            Call call = call(event);
            if (open.putIfAbsent(process, call) != null) {
                throw new BadEventException(
                        "process " + process + " invokes an operation while one of it is open");
            }
            history.invoke(process, call, time);
            return;
        }
        requireKnown(type);
        Call call = open.remove(process);
        if (call == null) {
            throw new BadEventException(
                    "process " + process + " completes an operation that it never invoked");
        }
        Outcome outcome = outcome(type, call, event);
        if (outcome instanceof Outcome.Ok) {
            Completion.requireFit(call, event, keys == Keys.PAIR);
        }
        if (call instanceof Call.Txn asked && outcome instanceof Outcome.Ok) {
            history.amend(process, answered(asked, event));
        }
        history.complete(process, outcome, time);
    }

    /** The transaction with what its reads showed. */
    private static Call.Txn answered(Call.Txn asked, Map<String, Datum> event)
            throws BadEventException {
        Call.Txn answered = transaction(event);
        int size = asked.accesses().size();
        boolean fits = answered.accesses().size() == size;
        for (int i = 0; fits && i < size; i++) {
            Call.Access one = asked.accesses().get(i);
            Call.Access other = answered.accesses().get(i);
            fits =
                    one.writes() == other.writes()
                            && one.register().equals(other.register())
                            && (!one.writes() || Objects.equals(one.value(), other.value()));
        }
        if (!fits) {
            throw new BadEventException(
                    "expected the transaction that was invoked, with what it read, but found "
                            + event.get("value"));
        }
        return answered;
    }

    private static Call.Txn transaction(Map<String, Datum> event) throws BadEventException {
        List<Call.Access> accesses = new ArrayList<>();
        if (event.get("value") instanceof Datum.Sequence(List<Datum> steps)) {
            for (Datum step : steps) {
                accesses.add(access(step));
            }
            return new Call.Txn("no register", accesses);
        }
        throw new BadEventException(
                "expected [[read key value] …] as the value of a txn, but found "
                        + event.get("value"));
    }

    private static Call.Access access(Datum step) throws BadEventException {
        if (step instanceof Datum.Sequence(List<Datum> parts) && parts.size() == 3) {
            String name = text(parts.get(0));
            boolean writes = "write".equals(name) || "w".equals(name);
            String register = text(parts.get(1));
            if (register != null && (writes || "read".equals(name) || "r".equals(name))) {
                return new Call.Access(writes, register, text(parts.get(2)));
            }
        }
        throw new BadEventException(
                "expected [read key value] or [write key value] in a txn, but found " + step);
    }

    /** Null for what is no client: Jepsen's nemesis, and whatever else bears a keyword. */
    private @Nullable Integer process(Map<String, Datum> event) throws BadEventException {
        Datum process = event.get("process");
        if (process == null) {
            throw new BadEventException("expected a field \"process\" in " + event);
        }
        String name = text(process);
        boolean keyword =
                format == HistoryFormat.EDN
                        && process instanceof Datum.Word(String word)
                        && Character.isLetter(word.charAt(0));
        if (keyword || Objects.equals(name, "nemesis")) {
            return null;
        }
        try {
            return Integer.valueOf(process.toString());
        } catch (NumberFormatException _) {
            throw new BadEventException(
                    "expected a whole number or nemesis as process, but found " + process);
        }
    }

    private static long time(Map<String, Datum> event, int index) throws BadEventException {
        Datum time = event.get("time");
        if (time == null || time instanceof Datum.Nil) {
            return index;
        }
        try {
            return Long.parseLong(time.toString());
        } catch (NumberFormatException _) {
            throw new BadEventException("expected a whole number as time, but found " + time);
        }
    }

    static String word(Map<String, Datum> event, String field) throws BadEventException {
        return switch (event.get(field)) {
            case Datum.Word(String word) -> word;
            case Datum.Text(String text) -> text;
            case null ->
                    throw new BadEventException("expected a field \"" + field + "\" in " + event);
            case Datum.Nil _, Datum.Sequence _, Datum.Table _ ->
                    throw new BadEventException("expected a word as \"" + field + "\" in " + event);
        };
    }

    private static void requireKnown(String type) throws BadEventException {
        if (!TYPES_OF_COMPLETION.contains(type)) {
            throw new BadEventException(
                    "expected a type of invoke, ok, fail or info, but found " + type);
        }
    }

    /** What a get returned. If it is not said, that is no proof of an absent key. */
    private @Nullable String read(Map<String, Datum> event) throws BadEventException {
        if (!event.containsKey("value")) {
            throw new BadEventException("expected a field \"value\", what was read, in " + event);
        }
        return text(value(event));
    }

    private Outcome outcome(String type, Call call, Map<String, Datum> event)
            throws BadEventException {
        return switch (type) {
            case "ok" -> call instanceof Call.Get ? Outcome.read(read(event)) : Outcome.DONE;
            case "fail" -> Outcome.FAILED;
            default -> Outcome.UNKNOWN;
        };
    }

    private Call call(Map<String, Datum> event) throws BadEventException {
        String function = word(event, "f");
        if (function.equals("clear")) {
            return new Call.Clear();
        }
        if (function.equals("txn")) {
            transactional = true;
            return transaction(event);
        }
        String key = key(event, function);
        return switch (function) {
            case "get", "read" -> new Call.Get(key);
            case "delete" -> new Call.Delete(key);
            case "put", "write" -> {
                String value = text(value(event));
                yield value == null ? new Call.Delete(key) : new Call.Put(key, value);
            }
            case "append" -> {
                String value = text(value(event));
                if (value == null) {
                    throw new BadEventException("expected a value to append in " + event);
                }
                yield new Call.Append(key, value);
            }
            case "cas" -> {
                List<Datum> pair = pair(value(event), "[from to] as the value of a cas");
                yield new Call.Cas(key, text(pair.get(0)), text(pair.get(1)));
            }
            case "acquire" -> Mutex.acquire(key);
            case "release" -> Mutex.release(key);
            default ->
                    throw new BadEventException(
                            "unknown operation "
                                    + function
                                    + "; known are get or read, put or write, delete,"
                                    + " append, cas, clear, acquire, release and txn");
        };
    }

    private String key(Map<String, Datum> event, String function) throws BadEventException {
        Datum value = event.getOrDefault("value", Datum.NIL);
        if (keys == Keys.UNDECIDED) {
            keys = decide(event, function, value);
        }
        return switch (keys) {
            case NONE, UNDECIDED ->
                    function.equals("acquire") || function.equals("release") ? MUTEX : REGISTER;
            case FIELD -> named(event.getOrDefault("key", Datum.NIL), event);
            case PAIR -> named(pair(value, "[key value] as the value").get(0), event);
        };
    }

    private static Keys decide(Map<String, Datum> event, String function, Datum value) {
        if (event.containsKey("key")) {
            return Keys.FIELD;
        }
        boolean pair =
                function.equals("cas")
                        ? value instanceof Datum.Sequence(List<Datum> items)
                                && items.size() == 2
                                && items.get(1) instanceof Datum.Sequence
                        : value instanceof Datum.Sequence;
        return pair ? Keys.PAIR : Keys.NONE;
    }

    private static String named(Datum key, Map<String, Datum> event) throws BadEventException {
        String name = text(key);
        if (name == null) {
            throw new BadEventException("expected a key in " + event);
        }
        return name;
    }

    /** The event's value without the key. */
    private Datum value(Map<String, Datum> event) throws BadEventException {
        Datum value = event.getOrDefault("value", Datum.NIL);
        return keys == Keys.PAIR ? pair(value, "[key value] as the value").get(1) : value;
    }

    private static List<Datum> pair(Datum value, String expected) throws BadEventException {
        if (value instanceof Datum.Sequence(List<Datum> items) && items.size() == 2) {
            return items;
        }
        throw new BadEventException("expected " + expected + ", but found " + value);
    }

    static @Nullable String text(Datum value) throws BadEventException {
        return switch (value) {
            case Datum.Nil _ -> null;
            case Datum.Text(String text) -> text;
            case Datum.Word(String word) -> word;
            case Datum.Sequence _, Datum.Table _ ->
                    throw new BadEventException("expected one plain value, but found " + value);
        };
    }
}
