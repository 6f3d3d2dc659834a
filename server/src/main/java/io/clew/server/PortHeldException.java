package io.clew.server;

/** The port cannot be had; perhaps a process that is just dying still holds it. */
final class PortHeldException extends StartException {
    private static final long serialVersionUID = 1L;

    PortHeldException(String message, Throwable cause) {
        super(message, cause);
    }
}
