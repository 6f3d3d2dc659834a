package io.clew.linearizability;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Writes what the user asked for, or says why that cannot be. */
final class OutputFile {
    interface Content {
        void to(Writer out) throws IOException;
    }

    private OutputFile() {}

    /** Whether it could be written. */
    static boolean write(Path file, Content content, PrintWriter err) {
        if (Files.isDirectory(file)) {
            return complain(file, "it is a folder", err);
        }
        // Half a surrogate pair becomes a question mark, where other writers would stop.
        try (Writer out =
                new BufferedWriter(
                        new OutputStreamWriter(
                                Files.newOutputStream(file), StandardCharsets.UTF_8))) {
            content.to(out);
            return true;
        } catch (IOException cause) {
            return complain(file, reason(cause), err);
        }
    }

    private static boolean complain(Path file, String reason, PrintWriter err) {
        err.println(file + ": cannot be written: " + reason);
        err.flush();
        return false;
    }

    /** The messages of these exceptions are a path and nothing else. */
    static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _, NotDirectoryException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "access is denied";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
