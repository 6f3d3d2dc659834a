package io.clew.linearizability.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Outcome;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringReader;

class HistoryFormatProps {
    private record Step(int process, Call call, Outcome outcome) {}

    @Property(tries = 300)
    void jsonReadsBackAsItWasWritten(@ForAll("histories") History history) throws Exception {
        assertEquals(history, read(json(history)));
    }

    @Property(tries = 300)
    void ednReadsBackAsItWasWritten(@ForAll("histories") History history) throws Exception {
        String written = edn(history);
        assertEquals(written, edn(read(written)));
    }

    @Provide
    Arbitrary<History> histories() {
        return steps().list().ofMaxSize(20).map(HistoryFormatProps::history);
    }

    private static History history(Iterable<Step> steps) {
        var history = new History.Builder();
        int time = 0;
        for (Step step : steps) {
            if (history.isOpen(step.process)) {
                history.complete(step.process, step.outcome, time++);
            } else {
                history.invoke(step.process, step.call, time++);
            }
        }
        return readable(history.build());
    }

    /** Only a get reads: elsewhere what the steps say was read is dropped. */
    private static History readable(History raw) {
        var history = new History.Builder();
        for (int i = 0; i < raw.eventCount(); i++) {
            var operation = raw.operationAt(i);
            if (raw.isInvocation(i)) {
                history.invoke(operation.process(), operation.call(), operation.invoke());
            } else {
                boolean plain =
                        operation.outcome() instanceof Outcome.Ok
                                && !(operation.call() instanceof Call.Get);
                history.complete(
                        operation.process(),
                        plain ? Outcome.DONE : operation.outcome(),
                        operation.complete());
            }
        }
        return history.build();
    }

    private static Arbitrary<Step> steps() {
        return Combinators.combine(Arbitraries.integers().between(0, 3), calls(), outcomes())
                .as(Step::new);
    }

    private static Arbitrary<Call> calls() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(6);
        return Combinators.combine(Arbitraries.integers().between(0, 6), text, text, text)
                .as(HistoryFormatProps::call);
    }

    private static Call call(int kind, String key, String from, String to) {
        return switch (kind) {
            case 0, 1 -> new Call.Put(key, to);
            case 2 -> new Call.Get(key);
            case 3 -> new Call.Delete(key);
            case 4 -> new Call.Append(key, to);
            case 5 -> new Call.Cas(key, orAbsent(from), orAbsent(to));
            default -> new Call.Clear();
        };
    }

    private static @Nullable String orAbsent(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Arbitrary<Outcome> outcomes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3), Arbitraries.strings().ofMaxLength(6))
                .as(
                        (kind, value) ->
                                switch (kind) {
                                    case 0 -> Outcome.FAILED;
                                    case 1 -> Outcome.UNKNOWN;
                                    default -> Outcome.read(orAbsent(value));
                                });
    }

    private static History read(String text) throws IOException, BadHistoryException {
        return HistoryReader.read("test", new StringReader(text), null).history();
    }

    private static String json(History history) throws IOException {
        var out = new StringBuilder();
        HistoryWriter.write(history, out);
        return out.toString();
    }

    private static String edn(History history) throws IOException {
        var out = new StringBuilder();
        EdnWriter.write(history, out);
        return out.toString();
    }
}
