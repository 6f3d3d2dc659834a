package io.clew.engine.storage;

/** A failure of the medium; fatal to the node, which stops and says so. */
public final class DiskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed, as far as it decides what an operator can do about it. */
    public enum Kind {
        /** No space left. */
        FULL,
        /** The medium or the system refused. */
        FAILED
    }

    private final Kind kind;

    public DiskException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public DiskException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
