package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.Mutex;
import io.clew.linearizability.format.EventLog.BadEventException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a completion says once more about its call. If that is something else than was invoked, one
 * of the two events belongs to another operation, and any verdict would be about a history that
 * never was.
 */
final class Completion {
    private Completion() {}

    static void requireFit(Call asked, Map<String, Datum> event, boolean keyInValue)
            throws BadEventException {
        String function = event.containsKey("f") ? EventLog.word(event, "f") : null;
        if (function != null && !isOf(asked, function)) {
            throw mismatch(
                    "f", asked.getClass().getSimpleName().toLowerCase(Locale.ROOT), function);
        }
        Datum value = event.getOrDefault("value", Datum.NIL);
        Datum key = event.get("key");
        if (keyInValue
                && value instanceof Datum.Sequence(List<Datum> pair)
                && pair.size() == 2
                && !(asked instanceof Call.Txn)) {
            key = pair.get(0);
            value = pair.get(1);
        }
        if (asked.key() != null && key != null) {
            requireSame("key", asked.key(), key);
        }
        switch (asked) {
            case Call.Put(_, String written) -> requireSame("value", written, value);
            case Call.Append(_, String added) -> requireSame("value", added, value);
            case Call.Cas(_, String from, String to) -> {
                if (value instanceof Datum.Sequence(List<Datum> pair) && pair.size() == 2) {
                    requireSame("value to replace", from, pair.get(0));
                    requireSame("value to set", to, pair.get(1));
                }
            }
            case Call.Get _, Call.Delete _, Call.Clear _, Call.Txn _ -> {}
        }
    }

    private static boolean isOf(Call asked, String function) {
        return switch (function) {
            case "get", "read" -> asked instanceof Call.Get;
            case "put", "write" -> asked instanceof Call.Put || asked instanceof Call.Delete;
            case "delete" -> asked instanceof Call.Delete;
            case "append" -> asked instanceof Call.Append;
            case "cas" -> asked instanceof Call.Cas;
            case "clear" -> asked instanceof Call.Clear;
            case "acquire" -> Mutex.isAcquire(asked);
            case "release" -> Mutex.isRelease(asked);
            case "txn" -> asked instanceof Call.Txn;
            default -> false;
        };
    }

    /** A completion that leaves it out says nothing else. */
    private static void requireSame(String what, @Nullable String asked, Datum found)
            throws BadEventException {
        String text = EventLog.text(found);
        if (text != null && !Objects.equals(text, asked)) {
            throw mismatch(what, String.valueOf(asked), text);
        }
    }

    private static BadEventException mismatch(String what, String asked, String found) {
        return new BadEventException(
                "expected the " + what + " that was invoked, " + asked + ", but found " + found);
    }
}
