package io.clew.server.bench.local;

/** A server that did not come up; the message ends with the last lines that it printed. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }
}
