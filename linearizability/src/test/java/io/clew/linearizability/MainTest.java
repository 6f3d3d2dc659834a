package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

class MainTest {
    private static final String GOOD = resource("concurrent-ok.jsonl");
    private static final String BAD = resource("stale-read-bad.jsonl");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String resource(String name) {
        return Path.of("src/test/resources/histories", name).toString();
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void aLinearizableHistoryEndsWithZero() {
        assertEquals(0, run(GOOD));
        assertTrue(
                out.toString().contains(GOOD + ": linearizable (kv, 6 operations, "),
                out::toString);
    }

    @Test
    void aViolationIsExplainedAndEndsWithOne() {
        assertEquals(1, run(GOOD, BAD));
        String[] lines = out.toString().split("\n", -1);
        assertEquals(
                "  get a returned \"1\" at 14–15 (process 1), but put a \"2\" succeeded at 12–13"
                        + " (process 0), after put a \"1\" succeeded at 10–11 (process 0),"
                        + " the last that can have led to \"1\"",
                lines[2].stripTrailing());
        assertEquals(7, lines.length - 1, out::toString);
    }

    @Test
    void aBudgetThatRunsOutEndsWithTwo(@TempDir Path folder) throws Exception {
        // Two writes at once leave a choice, and no choice is allowed.
        Path file = folder.resolve("h.jsonl");
        Files.writeString(
                file,
                """
                {"process":0,"type":"invoke","f":"put","key":"a","value":"0"}
                {"process":1,"type":"invoke","f":"put","key":"a","value":"1"}
                {"process":0,"type":"ok"}
                {"process":1,"type":"ok"}
                {"process":2,"type":"invoke","f":"get","key":"a"}
                {"process":2,"type":"ok","value":"0"}
                """);
        assertEquals(0, run(file.toString()));
        assertEquals(2, run("--states", "1", file.toString()));
        assertTrue(
                out.toString().contains("key a: the 1 states allowed for a key ran out"),
                out::toString);
    }

    @Test
    void memoryThatRunsOutEndsWithTwo(@TempDir Path folder) {
        String file = folder.resolve("h.jsonl").toString();
        assertEquals(0, run("generate", file, "--operations", "2000", "--keys", "1"));
        assertEquals(0, run("--memory", "64m", file));
        assertEquals(2, run("--memory", "8k", file));
        assertTrue(
                out.toString().contains("of memory allowed for a search ran out"), out::toString);
        assertEquals(3, run("--memory", "much", file));
    }

    @Test
    void whatCannotBeReadEndsWithThree(@TempDir Path folder) throws Exception {
        Path broken = folder.resolve("broken.jsonl");
        Files.writeString(
                broken, "{\"process\":0,\"type\":\"invoke\",\"f\":\"get\"}\n{\"process\"");
        assertEquals(3, run(broken.toString()));
        assertTrue(err.toString().startsWith(broken + ":2: expected"), err::toString);
        assertEquals(3, run(folder.resolve("absent").toString()));
        assertTrue(err.toString().contains("absent: no such file"), err::toString);
        assertEquals(3, run("--no-such-option", GOOD));
        assertEquals(3, run());
    }

    @Test
    void aCertificateIsAcceptedForItsHistoryAndNoOther(@TempDir Path folder) throws Exception {
        String proof = folder.resolve("proof.jsonl").toString();
        assertEquals(0, run("--certificate", proof, GOOD));
        assertEquals(0, run("verify", GOOD, proof));
        assertTrue(out.toString().contains(GOOD + ": proved linearizable"), out::toString);
        assertEquals(1, run("verify", BAD, proof));
        assertTrue(out.toString().contains(BAD + ": NOT proved: "), out::toString);
        assertEquals(3, run("verify", GOOD, folder.resolve("absent").toString()));
        assertEquals(3, run("--certificate", proof, GOOD, BAD));
    }

    @Test
    void aHistoryThatDoesNotFitTheModelEndsWithThree() {
        String cas = resource("cas-timed-out-ok.edn");
        assertEquals(0, run("--model", "cas-register", cas));
        assertEquals(0, run("--model", "kv", cas));
        assertEquals(3, run("--model", "register", cas));
        assertTrue(
                err.toString().startsWith(cas + ": a register knows no compare-and-set"),
                err::toString);
    }

    @Test
    void aFailedCompareAndSetCountsOnRequestOnly(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("h.edn");
        Files.writeString(
                file,
                """
                {:process 0, :type :invoke, :f :write, :value 1}
                {:process 0, :type :ok, :f :write, :value 1}
                {:process 1, :type :invoke, :f :cas, :value [1 2]}
                {:process 1, :type :fail, :f :cas, :value [1 2]}
                """);
        assertEquals(0, run(file.toString()));
        assertEquals(0, run("--failed-cas=ignore", file.toString()));
        assertEquals(1, run("--failed-cas=observe", file.toString()));
        assertTrue(out.toString().contains("from \"1\" to \"2\" failed at"), out::toString);
    }

    @Test
    void locksAndTransactionsAreModelsOfTheirOwn() {
        String lock = resource("mutex-two-at-once-bad.edn");
        assertEquals(1, run("--model", "mutex", lock));
        assertTrue(
                out.toString()
                        .contains(
                                "acquire mutex succeeded at 4–5 (process 2), the acquisition number 3 of "),
                out::toString);
        assertEquals(3, run("--model", "cas-register", lock));
        assertTrue(err.toString().contains("a cas-register knows no acquire mutex"), err::toString);
        String transactions = resource("transactions-ok.edn");
        assertEquals(0, run(transactions));
        assertTrue(out.toString().contains("linearizable (multi-register, 6"), out::toString);
        assertEquals(1, run("--initial", "7", transactions));
        assertEquals(3, run("--model", "kv", transactions));
    }

    @Test
    void aLockAmongRegistersFitsNoModel(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("h.edn");
        Files.writeString(
                file,
                """
                {:process 0, :type :invoke, :f :acquire, :value nil}
                {:process 1, :type :invoke, :f :read, :value nil}
                """);
        assertEquals(3, run(file.toString()));
        assertTrue(err.toString().contains("no model knows all calls"), err::toString);
    }

    @Test
    void charactersThatActOnATerminalAreWrittenOut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("h.jsonl");
        Files.writeString(
                file,
                """
                {"process":0,"type":"invoke","f":"get","key":"a\\n"}
                {"process":0,"type":"ok","value":"\\u001b[31m\\ud800é😀"}
                """);
        assertEquals(1, run(file.toString()));
        assertTrue(
                out.toString().contains("  get a\\u000a returned \"\\u001b[31m\\ud800é😀\" at"),
                out::toString);
    }

    @Command(name = "broken")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void anErrorOfTheCheckerIsNoViolation() {
        int status =
                Main.commandLine()
                        .addSubcommand(new Broken())
                        .setErr(new PrintWriter(err))
                        .execute("broken");
        assertEquals(2, status);
        assertTrue(err.toString().startsWith("java.lang.IllegalStateException: on purpose"));
        assertTrue(err.toString().contains("unknown: the checker failed"), err::toString);
    }

    @Test
    void memoryThatRunsOutWhileReadingEndsWithTwo() {
        int status =
                new HistorySource()
                        .read(
                                Path.of(GOOD),
                                new PrintWriter(err),
                                _ -> {
                                    throw new OutOfMemoryError("on purpose");
                                });
        assertEquals(2, status);
        assertTrue(err.toString().startsWith(GOOD + ": unknown: the memory"), err::toString);
    }

    @Test
    void aLimitOfTimeMayBeOfAnyLength() {
        assertEquals(0, run("--timeout", Long.toString(Long.MAX_VALUE), GOOD));
        var allowance = new Allowance(new Budget(10, Duration.ofSeconds(Integer.MAX_VALUE), 10));
        for (int i = 0; i < 1_000; i++) {
            assertTrue(allowance.covers(1, 1));
        }
    }

    @Test
    void helpIsPrinted() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("Exit status:"), out::toString);
    }
}
