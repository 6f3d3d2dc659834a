package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recorded histories whose verdicts are known: some in this repository, more in a shared folder.
 */
class RecordedHistoriesTest {
    private static final Budget PLENTY = Budget.states(5_000_000);

    static List<Path> ours() throws IOException {
        return files(Path.of("src/test/resources/histories"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void ownHistoriesGetTheVerdictOfTheirName(Path file) throws Exception {
        String name = String.valueOf(file.getFileName());
        assertVerdict(name.contains("-bad."), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv", "generated"})
    void sharedHistoriesGetTheVerdictOfTheirName(String folder) throws Exception {
        for (Path file : files(shared(folder))) {
            assertVerdict(String.valueOf(file.getFileName()).contains("-bad."), file);
        }
    }

    @Test
    void sharedGoodRegistersAreLinearizable() throws Exception {
        for (Path file : files(shared("register-good"))) {
            assertVerdict(false, file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"register-bad", "repro"})
    void sharedBadRegistersAreNotLinearizable(String folder) throws Exception {
        for (Path file : files(shared(folder))) {
            assertVerdict(!file.endsWith("failcas.edn"), file);
        }
    }

    @Test
    void sharedLocksAndTransactionsGetTheirVerdicts() throws Exception {
        for (Path file : files(shared("other"))) {
            assertVerdict(file.endsWith("etcd.edn"), file);
        }
    }

    @Test
    void sharedFailedCasIsAViolationIfItCounts() throws Exception {
        Recording recording = HistoryReader.read(shared("repro").resolve("failcas.edn"), null);
        assertInstanceOf(
                Verdict.Violation.class,
                Checker.check(
                        recording.history(), new Model(null, Model.FailedCas.OBSERVE), PLENTY));
    }

    private static void assertVerdict(boolean violation, Path file)
            throws IOException, BadHistoryException {
        Recording recording = HistoryReader.read(file, null);
        Verdict verdict = Checker.check(recording.history(), recording.model(), PLENTY);
        if (violation) {
            assertInstanceOf(Verdict.Violation.class, verdict, file::toString);
        } else {
            assertInstanceOf(Verdict.Linearizable.class, verdict, file::toString);
            assertProved(file, recording);
        }
    }

    private static void assertProved(Path file, Recording recording) {
        Certificate certificate =
                ParallelChecker.check(recording.history(), recording.model(), PLENTY, 2, true)
                        .certificate();
        assertNotNull(certificate, file::toString);
        assertEquals(
                Optional.empty(),
                certificate.verify(recording.history(), recording.model()),
                file::toString);
    }

    private static Path shared(String folder) {
        String root = Objects.requireNonNullElse(System.getProperty("clew.root"), "..");
        Path histories =
                Path.of(
                        Objects.requireNonNullElse(
                                System.getProperty("clew.histories"),
                                root + "/../shared/histories"));
        Path found = histories.resolve(folder);
        assumeTrue(Files.isDirectory(found), () -> "skipped: no recorded histories at " + found);
        return found;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            assertEquals(false, sorted.isEmpty(), () -> folder + " is empty");
            return sorted;
        }
    }
}
