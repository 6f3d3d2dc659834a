package io.clew.linearizability.html;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Call;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Outcome;

/** Histories for the tests of the page, and the pages that show them. */
final class Pages {
    /** Would end the script, the element and the text around it, where it is not escaped. */
    static final String HOSTILE =
            "</script><img src=x onerror=\"document.title='run'\"><!--{{css}}";

    private Pages() {}

    static String page(History history) {
        return page("h.jsonl", history);
    }

    static String page(String name, History history) {
        var budget = Budget.states(1_000_000);
        Model model = Model.keyValue();
        var verdict = Checker.check(history, model, budget);
        return new HtmlReport(name, "clew-check " + name, history, model, budget, verdict).page();
    }

    /** Key b is in order, and so is the beginning of a, but then a is read as it was before. */
    static History staleRead() {
        var history = new History.Builder();
        apply(history, 0, new Call.Put("b", "7"), Outcome.DONE, 1);
        apply(history, 0, new Call.Put("a", "0"), Outcome.DONE, 3);
        apply(history, 1, new Call.Get("a"), Outcome.read("0"), 5);
        apply(history, 0, new Call.Put("a", "1"), Outcome.DONE, 7);
        apply(history, 0, new Call.Put("a", "2"), Outcome.DONE, 9);
        apply(history, 1, new Call.Get("a"), Outcome.read("1"), 11);
        apply(history, 1, new Call.Put("a", "3"), Outcome.DONE, 13);
        return history.build();
    }

    /** Every kind of call and of outcome. */
    static History ofAllKinds(String key, String value) {
        var history = new History.Builder();
        apply(history, 0, new Call.Put(key, value), Outcome.DONE, 1);
        apply(history, 1, new Call.Get(key), Outcome.read(value), 3);
        apply(history, 2, new Call.Cas(key, "no", "yes"), Outcome.FAILED, 5);
        apply(history, 0, new Call.Append(key, "!"), Outcome.DONE, 7);
        apply(history, 1, new Call.Delete(key), Outcome.UNKNOWN, 9);
        apply(history, 2, new Call.Clear(), Outcome.DONE, 11);
        return history.invoke(1, new Call.Get(key), 13).build();
    }

    /** Many operations of ten processes, always in order. */
    static History ofSize(int count) {
        var history = new History.Builder();
        for (int i = 0; i < count; i += 10) {
            for (int p = 0; p < 10; p++) {
                history.invoke(p, new Call.Put("k", "v" + i), 100L * i + p);
            }
            for (int p = 9; p >= 0; p--) {
                history.complete(p, Outcome.DONE, 100L * i + 900 - p);
            }
        }
        return history.build();
    }

    private static void apply(
            History.Builder history, int process, Call call, Outcome outcome, long time) {
        history.invoke(process, call, time).complete(process, outcome, time + 1);
    }
}
