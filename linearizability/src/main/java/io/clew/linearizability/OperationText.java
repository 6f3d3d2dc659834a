package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

/** Operations and values in words. */
final class OperationText {
    private static final int VALUE_CHARS_MAX = 40;

    private OperationText() {}

    /** What it did, when, and who it was. */
    static String of(Operation operation) {
        String end =
                operation.complete() == Operation.NEVER ? "…" : Long.toString(operation.complete());
        return call(operation.call())
                + outcome(operation)
                + " at "
                + operation.invoke()
                + "–"
                + end
                + " (process "
                + operation.process()
                + ")";
    }

    private static String call(Call call) {
        return switch (call) {
            case Call.Get(String key) -> "get " + key;
            case Call.Put(String key, String value) -> "put " + key + " " + value(value);
            case Call.Delete(String key) -> "delete " + key;
            case Call.Append(String key, String value) -> "append " + key + " " + value(value);
            case Call.Cas(String key, String from, String to) ->
                    "compare-and-set " + key + " from " + value(from) + " to " + value(to);
            case Call.Clear() -> "clear";
        };
    }

    private static String outcome(Operation operation) {
        return switch (operation.outcome()) {
            case Outcome.Ok(String read) ->
                    operation.call() instanceof Call.Get
                            ? " returned " + value(read)
                            : " succeeded";
            case Outcome.Fail _ -> " failed";
            case Outcome.Unknown _ -> " with an unknown outcome";
        };
    }

    /** Long values lose their middle. */
    static String value(@Nullable String value) {
        if (value == null) {
            return "nothing";
        }
        int length = value.length();
        return length <= VALUE_CHARS_MAX
                ? '"' + value + '"'
                : '"'
                        + value.substring(0, VALUE_CHARS_MAX / 2)
                        + "…"
                        + value.substring(length - VALUE_CHARS_MAX / 2)
                        + '"';
    }
}
