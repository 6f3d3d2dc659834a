package io.clew.linearizability.format;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The notations in which a history can be written down. */
public enum HistoryFormat {
    /** One JSON object an event: our own, see the README; also an array of such objects. */
    JSON,

    /** Jepsen's operations, one map an event; Porcupine's key-value text is of the same kind. */
    EDN,

    /** The log lines of Jepsen's first etcd test, which Porcupine's tests use. */
    ETCD;

    /** So much of the beginning of a file is looked at to find out its format. */
    static final int BEGINNING_CHARS = 8192;

    /** What some editors put in front of a text. */
    static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What the file is, by its beginning. */
    public static Optional<HistoryFormat> of(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            char[] beginning = new char[BEGINNING_CHARS];
            int length = Math.max(0, in.read(beginning));
            return Optional.ofNullable(detect(new String(beginning, 0, length)));
        }
    }

    /** What a text that begins like this is, or null if it looks like none of them. */
    static @Nullable HistoryFormat detect(String beginning) {
        int at = 0;
        while (at < beginning.length() && isBeforeContent(beginning.charAt(at))) {
            int endOfLine = beginning.indexOf('\n', at);
            boolean comment = beginning.charAt(at) == ';';
            at = !comment ? at + 1 : endOfLine < 0 ? beginning.length() : endOfLine;
        }
        String content = beginning.substring(at);
        if (content.startsWith("{")) {
            return content.substring(1).stripLeading().startsWith("\"") ? JSON : EDN;
        }
        if (content.startsWith("#")) {
            return EDN;
        }
        if (content.isEmpty()) {
            return JSON;
        }
        return content.lines().anyMatch(EtcdLog::isEvent) ? ETCD : null;
    }

    /** Blanks, comments, and the bracket around all events. */
    private static boolean isBeforeContent(char c) {
        return c <= ' ' || c == BYTE_ORDER_MARK || c == ',' || c == ';' || c == '[' || c == '(';
    }
}
