package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/**
 * The bridge with real Clojure and, in place of Knossos, a few lines of it in a jar of their own
 * that follow the operations in the order of their completions.
 */
class KnossosCommandTest {
    private static final String MODEL =
            """
            (ns knossos.model)
            (definterface Model (^Object step [^Object operation]))
            (defn cas-register [value] {:value value})
            (defn mutex [] {:value :absent})
            (defn multi-register [values] {:value values})
            (defn inconsistent [why] why)
            """;
    private static final String HISTORY =
            "(ns knossos.history) (defn parse-ops [history] (vec history))";
    private static final String SEARCH =
            """
            (ns knossos.search)
            (defn competition [searches] (:wgl searches))
            (defn run [search {limit :time-limit}]
              (if (= 1000 limit) {:valid? :unknown :cause :timeout} @search))
            (defn results [search limit nothing] (deref search limit nothing))
            """;
    private static final String LINEAR =
            "(ns knossos.linear) (defn start-analysis [model history] (future :lost))";
    private static final String WGL =
            """
            (ns knossos.wgl)
            (defn- done [state access]
              (case (first access)
                :write (assoc state (second access) (last access))
                :read  (if (= (last access) (get state (second access))) state (reduced nil))))
            (defn- step [state {:keys [f value] :as op}]
              (or (case f
                    :write value
                    :append (str (if (string? state) state) value)
                    :acquire (if (= :absent state) :held)
                    :release (if (= :held state) :absent)
                    :txn (reduce done state value)
                    :read (if (= value state) state)
                    :cas (if (= (first value) state) (second value)))
                  (reduced {:op op})))
            (defn start-analysis [model history]
              (future
                (let [end (reduce step (:value model) (filter #(= :ok (:type %)) history))]
                  (if (:op end) {:valid? false :op (:op end)} {:valid? true}))))
            """;

    @TempDir private static Path folder;
    private static String jars = "";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void packStandIn() throws IOException {
        Path jar = folder.resolve("stand-in.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                var packed = new JarOutputStream(file)) {
            put(packed, "model", MODEL);
            put(packed, "history", HISTORY);
            put(packed, "search", SEARCH);
            put(packed, "linear", LINEAR);
            put(packed, "wgl", WGL);
        }
        String clojure =
                Arrays.stream(
                                System.getProperty("java.class.path", "")
                                        .split(File.pathSeparator, -1))
                        .filter(path -> path.contains("clojure"))
                        .collect(Collectors.joining(File.pathSeparator));
        jars = folder + "/*" + File.pathSeparator + clojure;
    }

    private static void put(JarOutputStream jar, String name, String source) throws IOException {
        jar.putNextEntry(new JarEntry("knossos/" + name + ".clj"));
        jar.write(source.getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private static String history(String name) {
        return Path.of("src/test/resources/histories", name).toString();
    }

    @Test
    void itsVerdictIsReportedAsOurs() {
        String bad = history("stale-read-bad.jsonl");
        assertEquals(1, run("--checker", "knossos", "--knossos-classpath", jars, bad));
        assertTrue(out.toString().startsWith("Knossos: " + bad + ": NOT lin"), out::toString);
        assertTrue(out.toString().contains("get a returned \"1\" at 14"), out::toString);
    }

    @Test
    void bothAreAskedAndAgree() {
        String bad = history("stale-read-bad.jsonl");
        assertEquals(1, run("--checker", "both", "--knossos-classpath", jars, bad));
        assertEquals(2, out.toString().split("NOT linearizable", -1).length - 1, out::toString);
    }

    @Test
    void disagreementIsReported(@TempDir Path empty) throws IOException {
        // The put takes effect first although its answer comes last, which the stand-in overlooks.
        Path file = empty.resolve("h.jsonl");
        Files.writeString(
                file,
                """
                {"process":0,"type":"invoke","f":"put","key":"a","value":"x"}
                {"process":1,"type":"invoke","f":"get","key":"a"}
                {"process":1,"type":"ok","value":"x"}
                {"process":0,"type":"ok"}
                """);
        assertEquals(2, run("--checker", "both", "--knossos-classpath", jars, file.toString()));
        assertTrue(out.toString().contains("the checkers DISAGREE"), out::toString);
    }

    @Test
    void anAbsentKeyIsMoreThanAReadThatSaysNothing(@TempDir Path empty) throws IOException {
        Path file = empty.resolve("h.jsonl");
        Files.writeString(
                file,
                """
                {"process":0,"type":"invoke","f":"get","key":"a"}
                {"process":0,"type":"ok","value":null}
                {"process":0,"type":"invoke","f":"put","key":"a","value":"x \\" y"}
                {"process":0,"type":"ok"}
                {"process":0,"type":"invoke","f":"delete","key":"a"}
                {"process":0,"type":"ok"}
                {"process":0,"type":"invoke","f":"get","key":"a"}
                {"process":0,"type":"ok","value":null}
                """);
        assertEquals(0, run("--checker", "knossos", "--knossos-classpath", jars, file.toString()));
    }

    @Test
    void appendsLocksAndTransactionsAreAskedAboutToo() {
        for (String name :
                List.of(
                        "append-bad.txt",
                        "mutex-two-at-once-bad.edn",
                        "transactions-torn-bad.edn",
                        "transactions-ok.edn")) {
            out.getBuffer().setLength(0);
            int expected = name.contains("-bad") ? 1 : 0;
            assertEquals(
                    expected,
                    run("--checker=knossos", "--knossos-classpath", jars, history(name)),
                    () -> out.toString() + err);
        }
    }

    @Test
    void whenItGivesUpTheVerdictIsUnknown() {
        String bad = history("stale-read-bad.jsonl");
        assertEquals(
                2, run("--checker=knossos", "--timeout=1", "--knossos-classpath=" + jars, bad));
        assertTrue(out.toString().contains("Knossos gave up :timeout"), out::toString);
    }

    @Test
    void withoutJarsItSaysWhereToGetThem(@TempDir Path empty) {
        String bad = history("stale-read-bad.jsonl");
        assertEquals(3, run("--checker=knossos", "--knossos-classpath", empty + "/*", bad));
        assertTrue(err.toString().contains("Clojars"), err::toString);
        assertEquals(1, run("--checker=both", "--knossos-classpath", empty + "/*", bad));
    }
}
