package io.clew.engine.storage;

/** What is on the medium cannot be used; fatal to the node, which stops and says so. */
public final class DiskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed, as far as it decides what an operator can do about it. */
    public enum Kind {
        /** No space left. */
        FULL,
        /** The medium or the system refused. */
        FAILED,
        /** The data is whole, and in a format that this version of the program does not know. */
        UNKNOWN_FORMAT
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

    /** What was found is not damaged: another version of the program has written it. */
    static DiskException unknownFormat(String file, String what) {
        return new DiskException(
                Kind.UNKNOWN_FORMAT,
                file
                        + " was written by another version of this program, which can read it: "
                        + what);
    }

    public Kind kind() {
        return kind;
    }
}
