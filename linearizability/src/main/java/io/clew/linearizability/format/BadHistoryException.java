package io.clew.linearizability.format;

/** A file that is no history; the message names the file, the line and what was expected there. */
public final class BadHistoryException extends Exception {
    private static final long serialVersionUID = 1L;

    BadHistoryException(String file, int line, String problem) {
        super(file + ":" + line + ": " + problem);
    }
}
