package io.clew.linearizability.html;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Mutex;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.PossibleValues;
import io.clew.linearizability.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the page has to know about one key: its verdict, and its operations as rows of numbers.
 *
 * @param order the indices of operations in the order in which they took effect, if one is known
 */
record KeyPicture(String key, History history, Model model, Verdict verdict, List<Integer> order) {
    /** So many possibilities are followed to tell what a key may have held. */
    private static final int POSSIBILITIES_MAX = 200_000;

    /** What an operation is to a violation; the page reads these bits. */
    private static final int IN_PREFIX = 1;

    private static final int IN_MINIMAL = 2;
    private static final int FAILING = 4;

    /** The order in which the page lists keys: what needs attention first. */
    int urgency() {
        return switch (verdict) {
            case Verdict.Violation _ -> 0;
            case Verdict.Unknown _ -> 1;
            case Verdict.Linearizable _ -> 2;
        };
    }

    /** Times are written as distances from {@code base}, which the page's numbers can hold. */
    void append(StringBuilder out, long base, boolean withOperations) {
        out.append("{\"key\":");
        JsonText.append(out, key);
        out.append(",\"verdict\":\"").append(word(verdict)).append("\",\"why\":");
        JsonText.append(out, why());
        out.append(",\"count\":").append(history.operations().size());
        out.append(",\"operations\":");
        if (withOperations) {
            appendOperations(out, base);
            out.append(",\n\"order\":").append(order.toString().replace(" ", ""));
            appendValues(out);
        } else {
            out.append("null");
        }
        out.append('}');
    }

    /** The possible values, as changes: after so many events they are these. */
    private void appendValues(StringBuilder out) {
        List<Set<@Nullable String>> values = PossibleValues.of(history, model, POSSIBILITIES_MAX);
        if (values.isEmpty()) {
            return;
        }
        boolean lock = history.operations().stream().allMatch(each -> Mutex.knows(each.call()));
        out.append(",\n\"lock\":").append(lock);
        out.append(",\"values\":{\"until\":").append(values.size() - 1).append(",\"changes\":[");
        for (int i = 0; i < values.size(); i++) {
            if (i == 0 || !values.get(i).equals(values.get(i - 1))) {
                out.append(i == 0 ? "[" : ",[").append(i).append(",[");
                String separator = "";
                for (String value : values.get(i)) {
                    out.append(separator);
                    JsonText.append(out, value);
                    separator = ",";
                }
                out.append("]]");
            }
        }
        out.append("]}");
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Violation _ -> "bad";
            case Verdict.Unknown _ -> "unknown";
            case Verdict.Linearizable _ -> "ok";
        };
    }

    private String why() {
        return switch (verdict) {
            case Verdict.Violation violation -> violation.explanation();
            case Verdict.Unknown(String why) -> why;
            case Verdict.Linearizable _ -> "";
        };
    }

    private void appendOperations(StringBuilder out, long base) {
        List<Operation> operations = history.operations();
        int[] begins = new int[operations.size()];
        int[] ends = new int[operations.size()];
        Arrays.fill(ends, -1);
        for (int i = 0; i < history.eventCount(); i++) {
            (history.isInvocation(i) ? begins : ends)[history.indexAt(i)] = i;
        }
        int[] marks = marks();
        out.append('[');
        for (int i = 0; i < operations.size(); i++) {
            out.append(i == 0 ? "" : ",").append("\n[");
            appendOperation(out, operations.get(i), base);
            out.append(',').append(begins[i]).append(',').append(ends[i]);
            out.append(',').append(marks[i]).append(']');
        }
        out.append(']');
    }

    private static void appendOperation(StringBuilder out, Operation operation, long base) {
        out.append(operation.process()).append(',');
        switch (operation.call()) {
            case Call.Get _ -> {
                out.append("\"get\",null,");
                JsonText.append(out, operation.outcome() instanceof Outcome.Ok(var v) ? v : null);
            }
            case Call.Put(_, String value) -> appendCall(out, "put", value, null);
            case Call.Delete _ -> appendCall(out, "delete", null, null);
            case Call.Append(_, String value) -> appendCall(out, "append", value, null);
            case Call.Cas cas when Mutex.isAcquire(cas) -> appendCall(out, "acquire", null, null);
            case Call.Cas cas when Mutex.isRelease(cas) -> appendCall(out, "release", null, null);
            case Call.Cas(_, String from, String to) -> appendCall(out, "cas", from, to);
            case Call.Txn(_, List<Call.Access> accesses) ->
                    appendCall(
                            out,
                            "txn",
                            steps(accesses, operation.outcome() instanceof Outcome.Ok),
                            null);
            case Call.Clear _ -> appendCall(out, "clear", null, null);
        }
        out.append(
                switch (operation.outcome()) {
                    case Outcome.Ok _ -> ",\"ok\",";
                    case Outcome.Fail _ -> ",\"fail\",";
                    case Outcome.Unknown _ -> ",\"unknown\",";
                });
        out.append(operation.invoke() - base).append(',');
        if (operation.complete() == Operation.NEVER) {
            out.append("null");
        } else {
            out.append(operation.complete() - base);
        }
    }

    private static String steps(List<Call.Access> accesses, boolean readsShow) {
        return accesses.stream()
                .map(
                        each ->
                                each.register()
                                        + (each.writes() ? " := " : readsShow ? " = " : "")
                                        + (each.writes() || readsShow ? each.value() : ""))
                .collect(Collectors.joining("; "));
    }

    private static void appendCall(
            StringBuilder out, String name, @Nullable String first, @Nullable String second) {
        out.append('"').append(name).append("\",");
        JsonText.append(out, first);
        out.append(',');
        JsonText.append(out, second);
    }

    private int[] marks() {
        int[] marks = new int[history.operations().size()];
        if (verdict instanceof Verdict.Violation violation) {
            mark(marks, violation.prefix(), IN_PREFIX);
            mark(marks, violation.minimal(), IN_MINIMAL);
            Operation failing = violation.failing();
            mark(marks, History.of(List.of(failing)), FAILING);
        }
        return marks;
    }

    /**
     * A part keeps the order of its operations, but what is open at its end has lost its outcome,
     * so that an operation is known by who began it, when, and what it asked for.
     */
    private void mark(int[] marks, History part, int mark) {
        List<Operation> operations = history.operations();
        int at = 0;
        for (Operation each : part.operations()) {
            while (at < marks.length && !isSame(operations.get(at), each)) {
                at++;
            }
            if (at < marks.length) {
                marks[at] |= mark;
                at++;
            }
        }
    }

    private static boolean isSame(Operation whole, Operation part) {
        return whole.process() == part.process()
                && whole.invoke() == part.invoke()
                && whole.call().equals(part.call())
                && (part.complete() == Operation.NEVER || whole.equals(part));
    }
}
