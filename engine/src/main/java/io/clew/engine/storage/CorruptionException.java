package io.clew.engine.storage;

/**
 * Bytes that were durable once are no longer what they were, or cannot be read any more. This is
 * never taken for the end of the log: a node that dropped a damaged suffix could help to elect a
 * leader that lacks acknowledged writes.
 */
public final class CorruptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long position;

    public CorruptionException(String file, long position, String what) {
        super(file + " is damaged at byte " + position + ": " + what);
        this.file = file;
        this.position = position;
    }

    /** The medium does not give the bytes back. */
    CorruptionException(String file, long position, DiskException cause) {
        super(file + " cannot be read at byte " + position + ": " + cause.getMessage(), cause);
        this.file = file;
        this.position = position;
    }

    public String file() {
        return file;
    }

    public long position() {
        return position;
    }
}
