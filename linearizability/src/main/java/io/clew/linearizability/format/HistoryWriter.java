package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Mutex;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

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
            if (!(operation.call() instanceof Call.Txn)) {
                field(out, "key", operation.call().key());
            }
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
            case Call.Cas cas when Mutex.isAcquire(cas) -> "acquire";
            case Call.Cas cas when Mutex.isRelease(cas) -> "release";
            case Call.Cas _ -> "cas";
            case Call.Txn _ -> "txn";
            case Call.Clear _ -> "clear";
        };
    }

    private static void value(Appendable out, Operation operation, boolean begins)
            throws IOException {
        switch (operation.call()) {
            case Call.Put(_, String value) -> field(out, "value", value);
            case Call.Append(_, String value) -> field(out, "value", value);
            case Call.Cas cas when Mutex.knows(cas) -> {}
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
            case Call.Txn(_, List<Call.Access> accesses) ->
                    accesses(out, accesses, !begins && operation.outcome() instanceof Outcome.Ok);
        }
    }

    private static void accesses(Appendable out, List<Call.Access> accesses, boolean readsShow)
            throws IOException {
        out.append(",\"value\":[");
        String separator = "";
        for (Call.Access each : accesses) {
            out.append(separator).append(each.writes() ? "[\"write\"," : "[\"read\",");
            QuotedText.append(out, each.register());
            out.append(',');
            text(out, each.writes() || readsShow ? each.value() : null);
            out.append(']');
            separator = ",";
        }
        out.append(']');
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
