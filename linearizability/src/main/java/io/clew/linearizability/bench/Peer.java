package io.clew.linearizability.bench;

import io.clew.linearizability.Decision;
import io.clew.linearizability.Model;
import io.clew.linearizability.format.HistoryFormat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Another checker, a program that is started for each history.
 *
 * <p>It is called with {@code --format=json|edn|etcd}, {@code --failed-cas=ignore|observe} and the
 * file. It reads the history once, searches as often as it likes, and prints a line for each run:
 * {@code linearizable}, {@code violation} or {@code unknown}, a blank, and the milliseconds that
 * the search took, without the reading. Of a history that it does not know it prints nothing. When
 * its time is over it is ended, and what it printed until then counts.
 */
final class Peer {
    private final List<String> command;
    private final Duration limit;

    /** The command is split at blanks. */
    Peer(String command, Duration limit) {
        this.command = List.of(command.strip().split("\\s+", -1));
        this.limit = limit;
    }

    /** Empty if it says nothing. */
    Optional<Measured> check(Path file, HistoryFormat format, Model.FailedCas failedCas)
            throws IOException {
        List<String> call = new ArrayList<>(command);
        call.add("--format=" + format.name().toLowerCase(Locale.ROOT));
        call.add("--failed-cas=" + failedCas.name().toLowerCase(Locale.ROOT));
        call.add(file.toString());
        // A file, because nobody reads from a pipe while this waits.
        Path output = Files.createTempFile("clew-bench", ".txt");
        try {
            Process process =
                    new ProcessBuilder(call)
                            .redirectOutput(output.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            boolean ended = waitFor(process);
            List<String> lines = Files.readAllLines(output);
            if (lines.isEmpty()) {
                return ended
                        ? Optional.empty()
                        : Optional.of(new Measured(Decision.UNKNOWN, limit.toMillis()));
            }
            return Optional.of(measured(lines));
        } finally {
            Files.delete(output);
        }
    }

    private boolean waitFor(Process process) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", interrupted);
        }
    }

    private static Measured measured(List<String> lines) throws IOException {
        Decision decision = Decision.UNKNOWN;
        double[] millis = new double[lines.size()];
        for (int i = 0; i < millis.length; i++) {
            String[] parts = lines.get(i).strip().split("\\s+", -1);
            try {
                decision = Decision.valueOf(parts[0].toUpperCase(Locale.ROOT));
                millis[i] = Double.parseDouble(parts[1]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unexpected) {
                throw new IOException(
                        "expected a verdict and milliseconds, but the other checker printed "
                                + lines.get(i),
                        unexpected);
            }
        }
        return new Measured(decision, Measured.median(millis));
    }
}
