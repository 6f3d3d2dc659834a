package io.clew.engine.raft;

import io.clew.engine.bytes.Bytes;

/** One entry of the replicated log. */
public record Entry(long index, long term, Kind kind, Bytes payload) {
    /** What the payload is; the ordinal is not used in any format, {@link #code()} is. */
    public enum Kind {
        /** Empty: opens a term (Raft §8). */
        NOOP(0),
        /** An encoded {@link Membership}. */
        MEMBERSHIP(1),
        /** A command of the state machine. */
        COMMAND(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /** Bytes that an entry costs beside its payload, for limits: not exact, never zero. */
    public static final int OVERHEAD = 24;

    public LogId id() {
        return new LogId(term, index);
    }

    public int sizeBytes() {
        return payload.size() + OVERHEAD;
    }
}
