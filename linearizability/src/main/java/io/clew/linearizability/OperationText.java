package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/** Operations and values in words. */
final class OperationText {
    private static final int VALUE_CHARS_MAX = 40;

    private OperationText() {}

    /** What it did, when, and who it was. */
    static String of(Operation operation) {
        String end =
                operation.complete() == Operation.NEVER ? "…" : Long.toString(operation.complete());
        return (operation.call() instanceof Call.Txn(_, List<Call.Access> accesses)
                        ? transaction(accesses, operation.outcome() instanceof Outcome.Ok)
                        : call(operation.call()))
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
            case Call.Cas cas when Mutex.isAcquire(cas) -> "acquire " + cas.key();
            case Call.Cas cas when Mutex.isRelease(cas) -> "release " + cas.key();
            case Call.Cas(String key, String from, String to) ->
                    "compare-and-set " + key + " from " + value(from) + " to " + value(to);
            case Call.Clear() -> "clear";
            case Call.Txn(_, List<Call.Access> accesses) -> transaction(accesses, true);
        };
    }

    /** What its reads showed is told only if it counts. */
    private static String transaction(List<Call.Access> accesses, boolean readsCount) {
        return accesses.stream()
                .map(
                        each ->
                                each.writes()
                                        ? "write " + each.register() + " " + value(each.value())
                                        : "read "
                                                + each.register()
                                                + (readsCount ? " = " + value(each.value()) : ""))
                .collect(Collectors.joining(", ", "[", "]"));
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

    /** Without characters that would act on a terminal or break the line. */
    static String printable(String text) {
        if (text.codePoints().noneMatch(OperationText::isInvisible)) {
            return text;
        }
        var printable = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (isInvisible(c)) {
                                printable.append(String.format("\\u%04x", c));
                            } else {
                                printable.appendCodePoint(c);
                            }
                        });
        return printable.toString();
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || Character.getType(c) == Character.FORMAT;
    }
}
