package io.clew.server;

/** The server cannot start here and now; the message is the one line that its operator reads. */
class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
