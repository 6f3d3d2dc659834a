package io.clew.sim.report;

import static io.clew.linearizability.html.PageTemplate.escaped;

import static java.util.Map.entry;

import io.clew.engine.kv.KvView;
import io.clew.engine.raft.Entry;
import io.clew.linearizability.html.JsonText;
import io.clew.linearizability.html.PageTemplate;
import io.clew.sim.Result;
import io.clew.sim.world.Setup;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run as one HTML page with everything in it: what was violated in words, what happened on
 * every node and between them, and what the nodes knew in the end.
 *
 * @param name what the run is called
 * @param command what a person types to run it again
 * @param failure null if everything held
 */
public record FailurePage(
        String name, String command, Recorder recorder, Result.@Nullable Failure failure) {
    /** The whole page. */
    public String page() {
        String invariant = failure == null ? "Every invariant held" : failure.invariant();
        String what = failure == null ? "" : sentence(told()[0]);
        Contradiction.mark(recorder, invariant);
        Map<String, String> texts =
                Map.ofEntries(
                        entry("title", escaped(invariant + ": " + name)),
                        entry("css", PageTemplate.look() + resource("failure.css")),
                        entry("arranging", resource("arranging.js")),
                        entry("drawing", resource("drawing.js")),
                        entry("tables", resource("tables.js")),
                        entry("js", resource("failure.js")),
                        entry("verdict", failure == null ? "ok" : "bad"),
                        entry("word", failure == null ? "Passed" : "Violated"),
                        entry("invariant", escaped(invariant)),
                        entry("facts", escaped(facts())),
                        entry("sentence", headline(what, Meanings.of(invariant))),
                        entry("details", details()),
                        entry("command", escaped(command)),
                        entry("data", data(what)));
        return PageTemplate.fill(resource("failure.html"), texts);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** What broke the invariant, in one line, and then what all knew, if that is told, too. */
    private String[] told() {
        String named = failure == null ? "" : Dumps.plain(recorder.named(failure.what()));
        return Contradiction.told(recorder.recording(), named).split("\n", 2);
    }

    /**
     * What happened and what follows from it. Who is told at length what did not happen wants to
     * know first what that is.
     */
    private String headline(String what, String meaning) {
        String happened = what.isEmpty() ? "" : "<strong>" + escaped(what) + "</strong>";
        String follows = escaped(meaning);
        String[] parts = {happened, follows};
        if (told().length > 1) {
            parts = new String[] {follows, happened};
        }
        return String.join(" ", parts).strip();
    }

    private String details() {
        String[] told = told();
        return told.length == 1
                ? ""
                : "<details class=\"dump\"><summary>What each node knew</summary><pre>"
                        + escaped(told[1].stripIndent())
                        + "</pre></details>";
    }

    /** Whose logs and states are compared: those of the shard that failed. */
    private int shard() {
        return failure != null && failure.cause() instanceof Violation found ? found.shard() : 0;
    }

    private String facts() {
        int nodes = recorder.world().nodes().size();
        return name
                + " · "
                + nodes
                + (nodes == 1 ? " node" : " nodes")
                + " · "
                + recorder.recording().operations.size()
                + " operations · "
                + String.format(
                        Locale.ROOT,
                        "%.3f simulated seconds",
                        recorder.world().timeline().now() / (double) Setup.SECOND);
    }

    private String data(String what) {
        Recording recording = recorder.recording();
        var out = new StringBuilder("{");
        out.append("\"violated\":").append(failure != null).append(",\"what\":");
        JsonText.append(out, what);
        out.append(",\"invariant\":");
        JsonText.append(out, failure == null ? "" : failure.invariant());
        out.append(",\"end\":").append(recorder.world().timeline().now());
        list(out, "roles", recording.roles, r -> row(out, r.time(), r.node(), r.role(), r.term()));
        list(
                out,
                "marks",
                recording.marks,
                m -> row(out, m.time(), m.node(), m.kind(), m.brief(), m.text()));
        list(out, "flights", recording.flights, f -> flight(out, f));
        list(
                out,
                "touches",
                recording.touches,
                t -> row(out, t.time(), t.client(), t.node(), t.answer() ? 1 : 0, t.text()));
        list(out, "operations", recording.operations, w -> operation(out, w));
        list(
                out,
                "bands",
                recording.bands,
                b -> row(out, b.node, b.name, b.text, b.begun, b.ended));
        list(out, "nodes", NodeState.all(recorder.world(), shard()), n -> node(out, n));
        return out.append('}').toString();
    }

    private static void flight(StringBuilder out, Recording.Flight f) {
        Words.Saying saying = f.saying;
        row(
                out,
                f.from,
                f.to,
                saying.kind(),
                saying.brief(),
                saying.text(),
                f.sent,
                f.ended,
                f.fate.name());
    }

    private static void operation(StringBuilder out, Recording.Work w) {
        row(
                out,
                w.client,
                w.call,
                w.value,
                w.key,
                w.reads ? 1 : 0,
                w.outcome,
                w.begun,
                w.ended,
                w.mark);
    }

    private static void node(StringBuilder out, NodeState node) {
        out.append("{\"name\":\"").append(node.name());
        out.append("\",\"role\":\"").append(node.role());
        out.append("\",\"term\":").append(node.term());
        out.append(",\"vote\":\"").append(node.vote());
        out.append("\",\"commit\":").append(node.commit());
        out.append(",\"applied\":").append(node.applied());
        out.append(",\"durable\":").append(node.durable());
        out.append(",\"onDisk\":");
        JsonText.append(out, node.onDisk());
        out.append(",\"snapshot\":").append(node.snapshot().index());
        out.append(",\"snapshotTerm\":").append(node.snapshot().term());
        list(out, "entries", node.entries(), e -> logEntry(out, e));
        list(out, "items", node.items(), i -> item(out, i));
        out.append('}');
    }

    private static void logEntry(StringBuilder out, Entry e) {
        row(out, e.index(), e.term(), Words.content(e), e.payload().hashCode());
    }

    private static void item(StringBuilder out, KvView.Item i) {
        row(out, i.key().utf8(), Words.value(i.value()), i.revision(), i.value().hashCode());
    }

    private static <T> void list(
            StringBuilder out, String name, Collection<T> rows, Consumer<T> append) {
        out.append(",\"").append(name).append("\":[");
        String separator = "\n";
        for (T row : rows) {
            out.append(separator);
            append.accept(row);
            separator = ",\n";
        }
        out.append(']');
    }

    private static void row(StringBuilder out, Object... cells) {
        String separator = "[";
        for (Object cell : cells) {
            out.append(separator);
            if (cell instanceof String text) {
                JsonText.append(out, text);
            } else {
                out.append(cell);
            }
            separator = ",";
        }
        out.append(']');
    }

    private static String resource(String file) {
        return PageTemplate.resource(FailurePage.class, file);
    }
}
