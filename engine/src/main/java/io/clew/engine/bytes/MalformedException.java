package io.clew.engine.bytes;

/** Bytes that are not what the format says; the sender or the medium is at fault. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
