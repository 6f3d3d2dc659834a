package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Writes a history as our JSON lines, one for each event, in order. */
public final class HistoryWriter {
    private HistoryWriter() {}

    public static void write(History history, Appendable out) throws IOException {
        for (int i = 0; i < history.eventCount(); i++) {
            Operation operation = history.operationAt(i);
            boolean begins = history.isInvocation(i);
            out.append("{\"process\":").append(Integer.toString(operation.process()));
            out.append(",\"type\":\"").append(begins ? "invoke" : type(operation.outcome()));
            out.append("\",\"f\":\"").append(function(operation.call())).append('"');
            field(out, "key", operation.call().key());
            value(out, operation, begins);
            out.append(",\"time\":");
            out.append(Long.toString(begins ? operation.invoke() : operation.complete()));
            out.append("}\n");
        }
    }

    static String type(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ok _ -> "ok";
            case Outcome.Fail _ -> "fail";
            case Outcome.Unknown _ -> "info";
        };
    }

    private static String function(Call call) {
        return switch (call) {
            case Call.Get _ -> "get";
            case Call.Put _ -> "put";
            case Call.Delete _ -> "delete";
            case Call.Append _ -> "append";
            case Call.Cas _ -> "cas";
            case Call.Clear _ -> "clear";
        };
    }

    private static void value(Appendable out, Operation operation, boolean begins)
            throws IOException {
        switch (operation.call()) {
            case Call.Put(_, String value) -> field(out, "value", value);
            case Call.Append(_, String value) -> field(out, "value", value);
            case Call.Cas(_, String from, String to) -> {
                out.append(",\"value\":[");
                text(out, from);
                out.append(',');
                text(out, to);
                out.append(']');
            }
            case Call.Get _ -> {
                if (!begins && operation.outcome() instanceof Outcome.Ok(String value)) {
                    out.append(",\"value\":");
                    text(out, value);
                }
            }
            case Call.Delete _, Call.Clear _ -> {}
        }
    }

    private static void field(Appendable out, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            out.append(",\"").append(name).append("\":");
            text(out, value);
        }
    }

    private static void text(Appendable out, @Nullable String text) throws IOException {
        if (text == null) {
            out.append("null");
        } else {
            QuotedText.append(out, text);
        }
    }
}
