package io.clew.linearizability.knossos;

/** Knossos cannot be loaded or does not work; the message says what can be done. */
public final class KnossosUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    KnossosUnavailableException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
