package io.clew.linearizability.format;

/** A file that is no history; the message names the file, the line and what was expected there. */
public final class BadHistoryException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int CHARS_MAX = 400;

    BadHistoryException(String file, int line, String problem) {
        super(file + ":" + line + ": " + readable(problem));
    }

    /** What was found in a file can be of any length, and anything. */
    private static String readable(String problem) {
        String start =
                problem.length() <= CHARS_MAX ? problem : problem.substring(0, CHARS_MAX) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
