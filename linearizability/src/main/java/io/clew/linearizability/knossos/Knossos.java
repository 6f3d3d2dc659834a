package io.clew.linearizability.knossos;

import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;
import io.clew.linearizability.format.EdnWriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Knossos, loaded from jars of the user's, asked key by key with the model of its that fits.
 *
 * <p>It takes a read of nil as one whose result is not known. An absent key is therefore written as
 * {@code :absent}, so that both checkers are asked the same question.
 */
public final class Knossos implements AutoCloseable {
    /**
     * What is evaluated once; it answers with {@code valid?}, the index of the operation, why.
     *
     * <p>Two searches of Knossos compete. The one that lost takes a moment to notice, and is waited
     * for, so that it does not disturb what comes next. Where its preparations, which know no
     * limit, take too long, they are not waited for either. Registers that grow are a model of
     * ours, because Knossos has none.
     */
    private static final String BRIDGE =
            """
            (require 'clojure.edn 'knossos.history 'knossos.linear 'knossos.model 'knossos.search
                     'knossos.wgl)
            (def log (doto (java.util.logging.Logger/getLogger "knossos")
                       (.setLevel java.util.logging.Level/OFF)))
            (defrecord GrowingRegister [value]
              knossos.model.Model
              (step [register {f :f v :value}]
                (case f
                  :write  (GrowingRegister. v)
                  :append (GrowingRegister. (str (if (string? value) value) v))
                  :read   (if (or (nil? v) (= v value))
                            register
                            (knossos.model/inconsistent (str "no " v)))
                  :cas    (if (= (first v) value)
                            (GrowingRegister. (second v))
                            (knossos.model/inconsistent (str "no " (first v)))))))
            (defn begin [model value]
              (case model
                :register         (knossos.model/cas-register value)
                :growing-register (GrowingRegister. value)
                :mutex            (knossos.model/mutex)
                :multi-register   (knossos.model/multi-register value)))
            (defn analysis [{:keys [model initial history]} millis]
              (let [parsed   (knossos.history/parse-ops history)
                    searches {:linear (knossos.linear/start-analysis (begin model initial) parsed)
                              :wgl    (knossos.wgl/start-analysis (begin model initial) parsed)}
                    found    (knossos.search/run (knossos.search/competition searches)
                                                 {:time-limit millis})]
                (doseq [each (vals searches)]
                  (try (knossos.search/results each 1000 nil) (catch Throwable _)))
                found))
            (fn [text millis]
              (let [found (deref (future (analysis (clojure.edn/read-string text) millis))
                                 (+ millis 3000)
                                 {:valid? :unknown :cause :timeout})]
                (str (:valid? found) " " (:index (:op found) "-") " " (:cause found))))
            """;

    private static final String WHERE_TO_GET_IT =
            """
            Knossos is not part of this program. Get the jar knossos:knossos from Clojars
            together with all that it depends on, and name the jars with
            --knossos-classpath=FOLDER/* or put them into the folder knossos beside this
            program's jar. With access to Clojars, mvn -Pknossos package
            -pl linearizability -am does the latter.""";

    private final ClojureRuntime clojure;
    private final Object analysis;

    private Knossos(ClojureRuntime clojure, Object analysis) {
        this.clojure = clojure;
        this.analysis = analysis;
    }

    /** Loads Knossos and Clojure from these jars and nowhere else. */
    public static Knossos load(List<Path> jars) throws KnossosUnavailableException {
        try {
            ClojureRuntime clojure = ClojureRuntime.load(jars);
            try {
                return new Knossos(clojure, clojure.evaluate(BRIDGE));
            } catch (ReflectiveOperationException failed) {
                clojure.close();
                throw failed;
            }
        } catch (ReflectiveOperationException | LinkageError failed) {
            throw new KnossosUnavailableException(
                    "Knossos cannot be loaded from "
                            + jars
                            + ": "
                            + ClojureRuntime.reason(failed)
                            + "\n"
                            + WHERE_TO_GET_IT,
                    failed);
        }
    }

    /** Its verdict; {@code limit} is the time for each key. */
    public Verdict check(History history, Model model, Duration limit) {
        if (model.failedCas() == Model.FailedCas.OBSERVE) {
            return new Verdict.Unknown("Knossos leaves out compare-and-sets that failed");
        }
        if (!model.openInitial().isEmpty()) {
            return new Verdict.Unknown(
                    "Knossos has to be told what the registers "
                            + model.openInitial()
                            + " held at first, and the history does not show it; give --initial");
        }
        List<String> keys =
                history.operations().stream()
                        .map(operation -> operation.call().key())
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList();
        Verdict unknown = null;
        for (String key : keys) {
            switch (checkKey(
                    history.only(i -> matters(history.operations().get(i), key)),
                    key,
                    model,
                    limit)) {
                case Verdict.Linearizable _ -> {}
                case Verdict.Violation violation -> {
                    return violation;
                }
                case Verdict.Unknown undecided -> unknown = unknown == null ? undecided : unknown;
            }
        }
        return unknown == null ? new Verdict.Linearizable(0) : unknown;
    }

    /** What failed did nothing, and Knossos leaves it out, too. */
    private static boolean matters(Operation operation, String key) {
        String own = operation.call().key();
        return !(operation.outcome() instanceof Outcome.Fail) && (own == null || own.equals(key));
    }

    private Verdict checkKey(History part, String key, Model model, Duration limit) {
        String[] answer;
        try {
            answer = ask(part, model, limit).split(" ", 3);
        } catch (ReflectiveOperationException failed) {
            return new Verdict.Unknown(
                    "key " + key + ": Knossos failed: " + ClojureRuntime.reason(failed));
        }
        return switch (answer[0]) {
            case "true" -> new Verdict.Linearizable(0);
            case "false" -> violation(part, key, answer[1]);
            default -> new Verdict.Unknown("key " + key + ": Knossos gave up " + answer[2]);
        };
    }

    private String ask(History part, Model model, Duration limit)
            throws ReflectiveOperationException {
        var text = new StringBuilder();
        try {
            EdnWriter.writeObject(part, model, text);
            return clojure.call(analysis, text.toString(), limit.toMillis());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Verdict violation(History part, String key, String index) {
        int last = index.equals("-") ? part.eventCount() - 1 : Integer.parseInt(index);
        History prefix = part.prefix(last + 1);
        return new Verdict.Violation(
                key,
                "Knossos finds no order for the operations on " + key + " up to this one",
                part.operationAt(last),
                prefix,
                prefix);
    }

    @Override
    public void close() {
        try {
            clojure.close();
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("Clojure cannot be ended", failed);
        }
    }
}
