package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

class BenchCommandTest {
    private static final Path OURS = Path.of("src/test/resources/histories");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void copyTwoHistories() throws IOException {
        Files.createDirectories(folder.resolve("some/deep"));
        copy("concurrent-ok.jsonl", "some/deep/concurrent-ok.jsonl");
        copy("stale-read-bad.jsonl", "stale-read-bad.jsonl");
    }

    private void copy(String name, String to) throws IOException {
        Files.copy(OURS.resolve(name), folder.resolve(to));
    }

    private int bench(String... more) {
        List<String> args =
                new ArrayList<>(List.of("--bench", folder.toString(), "--bench-millis", "1"));
        args.addAll(List.of(more));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args.toArray(String[]::new));
    }

    private String peer(String script) throws IOException {
        Path file = folder.resolve("peer.sh");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    @Test
    void everyHistoryBelowTheFolderIsALine() throws IOException {
        Files.writeString(folder.resolve("README.md"), "no history");
        assertEquals(0, bench(), out::toString);
        assertTrue(out.toString().contains("some/deep/concurrent-ok.jsonl"), out::toString);
        assertTrue(out.toString().contains("2 histories"), out::toString);
        assertTrue(out.toString().contains("wrong verdicts: none"), out::toString);
    }

    @Test
    void aVerdictThatIsNotThatOfTheNameEndsWithOne() throws IOException {
        copy("stale-read-bad.jsonl", "said-to-be-ok.jsonl");
        assertEquals(1, bench());
        assertTrue(out.toString().contains("wrong verdicts: said-to-be-ok.jsonl"), out::toString);
    }

    @Test
    void theFolderTellsTheVerdictWhereTheNameDoesNot() throws IOException {
        Files.createDirectories(folder.resolve("all-good"));
        copy("stale-read-bad.jsonl", "all-good/h.jsonl");
        assertEquals(1, bench());
        assertTrue(out.toString().contains("wrong verdicts: all-good/h.jsonl"), out::toString);
    }

    @Test
    void anotherCheckerIsMeasuredBeside() throws IOException {
        String peer =
                peer(
                        """
                        case $1,$2,$3 in
                          --format=json,--failed-cas=ignore,*-bad.jsonl) echo violation 7000 ;;
                          --format=json,--failed-cas=ignore,*) echo linearizable 0.000001 ;;
                        esac
                        """);
        assertEquals(0, bench("--porcupine", peer), out::toString);
        assertTrue(out.toString().contains("7000.000"), out::toString);
        assertTrue(out.toString().contains("more than 100 ms       met (1 of 1)"), out::toString);
        assertTrue(
                out.toString()
                        .contains("takes less   MISSED (0 of 1): some/deep/concurrent-ok.jsonl"),
                out::toString);
    }

    @Test
    void anotherCheckerThatSaysTheOppositeEndsWithOne() throws IOException {
        assertEquals(1, bench("--porcupine", peer("echo linearizable 1\n")));
        assertTrue(out.toString().contains("(it says linearizable)"), out::toString);
    }

    @Test
    void anotherCheckerMayKnowNothingOfAHistory() throws IOException {
        assertEquals(0, bench("--porcupine", peer("exit 1\n")), out::toString);
        assertTrue(out.toString().contains("more than 100 ms       none (0 of 0)"), out::toString);
    }

    @Test
    void anotherCheckerIsEndedWhenItsTimeIsOver() throws IOException {
        String peer = peer("exec sleep 60\n");
        assertEquals(0, bench("--porcupine", peer, "--porcupine-timeout", "1"), out::toString);
        assertTrue(out.toString().contains("1000.000"), out::toString);
        assertTrue(out.toString().contains("(it gave up)"), out::toString);
    }

    @Test
    void whatIsNoHistoryEndsWithThree() throws IOException {
        Files.writeString(folder.resolve("broken.jsonl"), "{\"process\"");
        assertEquals(3, bench());
        assertTrue(err.toString().contains("broken.jsonl:1: "), err::toString);
    }
}
