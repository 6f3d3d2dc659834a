package io.clew.linearizability.html;

import static io.clew.linearizability.html.PageTemplate.escaped;

import static java.util.Map.entry;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Certificate;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.ParallelChecker;
import io.clew.linearizability.Verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A checked history as one HTML page with everything in it: the verdict in words, and a timeline of
 * each key's operations.
 *
 * @param name what the history is called, normally its file
 * @param command what a person types to get this verdict again
 * @param verdict what {@link Checker#check} said about the history with this model and budget
 */
public record HtmlReport(
        String name, String command, History history, Model model, Budget budget, Verdict verdict) {
    /**
     * Browsers stay quick up to some hundred thousand; keys beyond are listed without a picture.
     */
    private static final int OPERATIONS_MAX = 200_000;

    /** The whole page. */
    public String page() {
        List<KeyPicture> keys = keys();
        Map<String, String> texts =
                Map.ofEntries(
                        entry("title", escaped(word() + ": " + name)),
                        entry("css", PageTemplate.look() + resource("page.css")),
                        entry("arranging", resource("arranging.js")),
                        entry("explaining", resource("explaining.js")),
                        entry("drawing", resource("drawing.js")),
                        entry("js", resource("page.js")),
                        entry("verdict", KeyPicture.word(verdict)),
                        entry("word", word()),
                        entry("file", escaped(name)),
                        entry("facts", escaped(facts(keys))),
                        entry("sentence", escaped(sentence())),
                        entry("command", escaped(command)),
                        entry("data", data(keys)));
        return PageTemplate.fill(resource("page.html"), texts);
    }

    private List<KeyPicture> keys() {
        List<KeyPicture> pictures = new ArrayList<>();
        for (KeyPart part : KeyPart.of(history)) {
            pictures.add(picture(part));
        }
        pictures.sort(Comparator.comparingInt(KeyPicture::urgency));
        return pictures;
    }

    /** The verdict on the whole speaks of one key; the others are asked for themselves. */
    private KeyPicture picture(KeyPart part) {
        if (verdict instanceof Verdict.Violation violation && violation.key().equals(part.key())) {
            return new KeyPicture(part.key(), part.history(), model, verdict, List.of());
        }
        ParallelChecker.Checked own = ParallelChecker.check(part.history(), model, budget, 1, true);
        Certificate proof = own.certificate();
        List<Integer> order =
                proof == null ? List.of() : proof.orders().getOrDefault(part.key(), List.of());
        return new KeyPicture(part.key(), part.history(), model, own.verdict(), order);
    }

    private String word() {
        return switch (verdict) {
            case Verdict.Violation _ -> "Not linearizable";
            case Verdict.Unknown _ -> "Unknown";
            case Verdict.Linearizable _ -> "Linearizable";
        };
    }

    private String sentence() {
        return switch (verdict) {
            case Verdict.Violation violation -> violation.explanation() + ".";
            case Verdict.Unknown(String why) -> "Not decided: " + why + ".";
            case Verdict.Linearizable _ ->
                    "For every key there is an order of its operations, true to real time, that"
                            + " explains all outcomes.";
        };
    }

    private String facts(List<KeyPicture> keys) {
        long processes =
                history.operations().stream().mapToInt(Operation::process).distinct().count();
        boolean shown = !model.initialOf().isEmpty() || !model.openInitial().isEmpty();
        String initial =
                shown
                        ? "registers start as first reads show"
                        : model.initial() == null
                                ? "keys start absent"
                                : "keys start as \"" + model.initial() + '"';
        return counted(history.operations().size(), "operation", "operations")
                + " · "
                + counted(keys.size(), "key", "keys")
                + " · "
                + counted(processes, "process", "processes")
                + " · "
                + initial;
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private String data(List<KeyPicture> keys) {
        long base = history.operations().stream().mapToLong(Operation::invoke).min().orElse(0);
        var out = new StringBuilder();
        out.append("{\"base\":\"").append(base).append("\",\"keys\":[");
        int room = OPERATIONS_MAX;
        String separator = "\n";
        for (KeyPicture key : keys) {
            int size = key.history().operations().size();
            boolean fits = size <= room;
            room -= fits ? size : 0;
            out.append(separator);
            key.append(out, base, fits);
            separator = ",\n";
        }
        return out.append("]}").toString();
    }

    private static String resource(String file) {
        return PageTemplate.resource(HtmlReport.class, file);
    }
}
