package io.clew.server.bench.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records operations as JSON lines for the linearizability checker: one line when an operation
 * begins and one when its outcome is known. Keys and values are such that nothing needs escaping.
 */
public final class HistoryFile implements AutoCloseable {
    private final PrintWriter out;

    /** How an operation ended, in the words of the format. */
    enum Outcome {
        OK("ok"),
        /** It has no effect. */
        FAIL("fail"),
        /** It may have had, or may yet have, its effect. */
        UNKNOWN("info");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /** Writes a new file, in place of one that is there. */
    public HistoryFile(Path file) throws IOException {
        out = new PrintWriter(Files.newBufferedWriter(file));
    }

    void begins(int process, Operations operation) {
        String value = operation.read() ? null : quoted(operation.value());
        line(process, "invoke", operation, value);
    }

    /**
     * @param found what a read found, null if the key was not there
     */
    void ends(int process, Outcome outcome, Operations operation, @Nullable String found) {
        String value = quoted(operation.value());
        if (operation.read()) {
            String read = found == null ? "null" : quoted(found);
            value = outcome == Outcome.OK ? read : null;
        }
        line(process, outcome.word, operation, value);
    }

    private void line(int process, String type, Operations operation, @Nullable String value) {
        out.print("{\"process\":" + process + ",\"type\":\"" + type + "\",\"f\":\"");
        out.print((operation.read() ? "get" : "put") + "\",\"key\":" + quoted(operation.key()));
        if (value != null) {
            out.print(",\"value\":" + value);
        }
        out.print(",\"time\":" + System.nanoTime() + "}\n");
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Fails if not all could be written: a history that is cut off would be judged as whole. */
    @Override
    public void close() {
        out.close();
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("the history could not be written"));
        }
    }
}
