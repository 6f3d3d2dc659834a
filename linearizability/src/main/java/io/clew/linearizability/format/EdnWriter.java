package io.clew.linearizability.format;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Mutex;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a history as Jepsen's operations in EDN, so that Jepsen's own tools can read it: with the
 * key in front of each value, or without where the history is about the only object there is.
 *
 * <p>There a delete is a write of nil, and a process ends with its first unknown outcome: what it
 * does afterwards is written under a process number of its own.
 */
public final class EdnWriter {
    private final Map<Integer, Integer> numberNow = new HashMap<>();
    private final boolean keyed;

    /** What stands for an absent value. */
    private final String absent;

    private int freshNumber;

    private EdnWriter(History history, boolean keyed, String absent) {
        this.keyed = keyed;
        this.absent = absent;
        for (Operation operation : history.operations()) {
            freshNumber = Math.max(freshNumber, operation.process() + 1);
        }
    }

    public static void write(History history, Appendable out) throws IOException {
        boolean keyed =
                history.operations().stream()
                        .map(operation -> operation.call().key())
                        .anyMatch(key -> key == null || !EventLog.isOnlyObject(key));
        new EdnWriter(history, keyed, "nil").events(history, out);
    }

    /**
     * Writes one map with the history of a single key, without the key, the model of it, and the
     * value before it, which for transactions is one for each register. What is absent is {@code
     * :absent} here, because a read of nil tells Jepsen's checker nothing.
     */
    public static void writeObject(History history, Model model, Appendable out)
            throws IOException {
        var writer = new EdnWriter(history, false, ":absent");
        Set<String> registers = new TreeSet<>();
        String name = "register";
        for (Operation operation : history.operations()) {
            switch (operation.call()) {
                case Call.Append _ -> name = "growing-register";
                case Call.Cas cas when Mutex.knows(cas) -> name = "mutex";
                case Call.Txn(_, List<Call.Access> accesses) -> {
                    name = "multi-register";
                    accesses.forEach(each -> registers.add(each.register()));
                }
                case Call.Put _, Call.Get _, Call.Delete _, Call.Cas _, Call.Clear _ -> {}
            }
        }
        out.append("{:model :").append(name).append(" :initial ");
        if (name.equals("multi-register")) {
            out.append('{');
            for (String register : registers) {
                QuotedText.append(out, register);
                out.append(' ');
                writer.text(out, model.initial(register));
                out.append(' ');
            }
            out.append('}');
        } else {
            writer.text(out, model.initial());
        }
        out.append(" :history [\n");
        writer.events(history, out);
        out.append("]}\n");
    }

    private void events(History history, Appendable out) throws IOException {
        for (int i = 0; i < history.eventCount(); i++) {
            event(out, history, i);
        }
    }

    private void event(Appendable out, History history, int i) throws IOException {
        Operation operation = history.operationAt(i);
        boolean begins = history.isInvocation(i);
        int process = operation.process();
        out.append("{:process ");
        out.append(Integer.toString(numberNow.getOrDefault(process, process)));
        out.append(", :type :");
        out.append(begins ? "invoke" : HistoryWriter.type(operation.outcome()));
        out.append(", :f :").append(function(operation.call()));
        out.append(", :value ");
        value(out, operation, begins);
        out.append(", :time ");
        out.append(Long.toString(begins ? operation.invoke() : operation.complete()));
        out.append(", :index ").append(Integer.toString(i)).append("}\n");
        if (!begins && operation.outcome() instanceof Outcome.Unknown) {
            numberNow.put(process, freshNumber++);
        }
    }

    private String function(Call call) {
        return switch (call) {
            case Call.Get _ -> "read";
            case Call.Put _, Call.Delete _ -> "write";
            case Call.Append _ -> "append";
            case Call.Cas cas when Mutex.isAcquire(cas) -> "acquire";
            case Call.Cas cas when Mutex.isRelease(cas) -> "release";
            case Call.Cas _ -> "cas";
            case Call.Txn _ -> "txn";
            case Call.Clear _ -> keyed ? "clear" : "write";
        };
    }

    private void value(Appendable out, Operation operation, boolean begins) throws IOException {
        Call call = operation.call();
        String key = call.key();
        if (!keyed || call instanceof Call.Txn) {
            plainValue(out, operation, begins);
        } else if (key == null) {
            out.append("nil");
        } else {
            out.append('[');
            QuotedText.append(out, key);
            out.append(' ');
            plainValue(out, operation, begins);
            out.append(']');
        }
    }

    private void plainValue(Appendable out, Operation operation, boolean begins)
            throws IOException {
        switch (operation.call()) {
            case Call.Put(_, String value) -> text(out, value);
            case Call.Append(_, String value) -> text(out, value);
            case Call.Cas cas when Mutex.knows(cas) -> out.append("nil");
            case Call.Cas(_, String from, String to) -> {
                out.append('[');
                text(out, from);
                out.append(' ');
                text(out, to);
                out.append(']');
            }
            case Call.Get _ -> {
                if (!begins && operation.outcome() instanceof Outcome.Ok(String value)) {
                    text(out, value);
                } else {
                    out.append("nil");
                }
            }
            case Call.Delete _, Call.Clear _ -> text(out, null);
            case Call.Txn(_, List<Call.Access> accesses) ->
                    accesses(out, accesses, !begins && operation.outcome() instanceof Outcome.Ok);
        }
    }

    private void accesses(Appendable out, List<Call.Access> accesses, boolean readsShow)
            throws IOException {
        String separator = "[";
        for (Call.Access each : accesses) {
            out.append(separator).append(each.writes() ? "[:write " : "[:read ");
            QuotedText.append(out, each.register());
            out.append(' ');
            if (each.writes() || readsShow) {
                text(out, each.value());
            } else {
                out.append("nil");
            }
            out.append(']');
            separator = " ";
        }
        out.append(accesses.isEmpty() ? "[]" : "]");
    }

    private void text(Appendable out, @Nullable String text) throws IOException {
        if (text == null) {
            out.append(absent);
        } else {
            QuotedText.append(out, text);
        }
    }
}
