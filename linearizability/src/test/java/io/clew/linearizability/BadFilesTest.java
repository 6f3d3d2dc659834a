package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What the command says of files and folders that are not what it needs. */
class BadFilesTest {
    private static final String GOOD = "src/test/resources/histories/concurrent-ok.jsonl";
    private static final String BAD = "src/test/resources/histories/stale-read-bad.jsonl";

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | : expected a history, but the file is empty",
                "'  ' | : expected a history, but the file is empty",
                "Dear reader | :1: expected a history: JSON objects or EDN maps",
                "{:process # | :1: expected a value, but found the end of the file",
                "{:process 0 | :1: expected a closing '}', but found the end of the file",
                "{:process 0 :type :ok :f :read :value 1} | :1: process 0 completes an operation"
            })
    void isSaidWithFileAndLine(String content, String expected) throws Exception {
        Path file = folder.resolve("h.edn");
        Files.writeString(file, content);
        assertEquals(3, run(file.toString()));
        assertTrue(err.toString().startsWith(file + expected), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void garbageIsNoText() throws Exception {
        Path file = folder.resolve("h.edn");
        byte[] garbage = new byte[5000];
        new Random(1).nextBytes(garbage);
        Files.write(file, garbage);
        assertEquals(3, run(file.toString()));
        assertTrue(err.toString().startsWith(file + ":1: expected text in UTF-8"), err::toString);
    }

    @Test
    void aHistoryWithoutClientsIsNotEmpty() throws Exception {
        Path file = folder.resolve("h.edn");
        Files.writeString(file, "{:process :nemesis :type :info :f :start :value nil}");
        assertEquals(0, run(file.toString()));
    }

    @Test
    void aFolderStandsForTheHistoriesInIt() throws Exception {
        assertEquals(3, run(folder.toString()));
        assertTrue(
                err.toString().contains("files that end in one of [edn, json, jsonl, log, ndj"),
                err::toString);
        Files.createDirectory(folder.resolve("inner"));
        Files.copy(Path.of(GOOD), folder.resolve("inner/a.jsonl"));
        Files.writeString(folder.resolve("README.md"), "no history", StandardCharsets.UTF_8);
        Files.writeString(folder.resolve(".h.jsonl"), "hidden", StandardCharsets.UTF_8);
        assertEquals(0, run(folder.toString()));
        Files.copy(Path.of(BAD), folder.resolve("b.jsonl"));
        assertEquals(1, run(folder.toString()));
        assertTrue(out.toString().contains("b.jsonl: NOT linearizable"), out::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "--certificate, absent/proof.jsonl, its folder does not exist",
        "--html, absent/page.html, its folder does not exist",
        "--certificate, '', it is a folder",
        "--html, '', it is a folder"
    })
    void whatCannotBeWrittenComesAfterTheVerdict(String option, String name, String reason) {
        String target = folder.resolve(name).toString();
        assertEquals(3, run(option, target, GOOD));
        assertEquals(target + ": cannot be written: " + reason, err.toString().strip());
        assertTrue(out.toString().startsWith(GOOD + ": linearizable"), out::toString);
    }

    @Test
    void aMadeHistoryThatCannotBeWrittenIsSaidToo() {
        String target = folder.resolve("absent/h.jsonl").toString();
        assertEquals(3, run("generate", target));
        assertEquals(
                target + ": cannot be written: its folder does not exist", err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "--states, 0, '--states must be 1 or more, but is 0'",
        "--timeout, -3, '--timeout must be 1 or more, but is -3'",
        "--threads, 0, '--threads must be 1 or more, but is 0'",
        "--model, queue, 'expected one of [mutex, register, '"
    })
    void optionsOutOfRangeAreRefused(String option, String value, String complaint) {
        assertEquals(3, run(option, value, GOOD));
        assertTrue(err.toString().contains(complaint), err::toString);
        assertEquals(3, run(option, value, "--bench", folder.toString()));
    }
}
