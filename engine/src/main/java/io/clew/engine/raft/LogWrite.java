package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One atomic change of a group's durable state.
 *
 * <p>It is applied in this order: the mark, then the truncation, then the entries.
 *
 * @param hard term and vote from now on
 * @param mark a snapshot that has become durable, or null
 * @param firstIndex 0 if the log stays as it is; else whatever is in the log from this index on is
 *     replaced by the entries
 * @param entries contiguous from {@code firstIndex}; may be empty for a truncation alone
 */
public record LogWrite(
        HardState hard, @Nullable SnapshotMark mark, long firstIndex, List<Entry> entries) {

    /**
     * A replica is taken away, and its number with it, because nobody else has ever heard of it;
     * only before its first snapshot.
     */
    public static final LogWrite FORGOTTEN =
            new LogWrite(HardState.gone(0), SnapshotMark.AFRESH, 0, List.of());

    public LogWrite {
        entries = List.copyOf(entries);
    }

    /**
     * A snapshot that covers the log up to and with {@code last}.
     *
     * @param reset the snapshot came from the leader and the log does not continue it: the whole
     *     log is dropped. Otherwise entries up to {@code last} are merely no longer needed
     */
    public record SnapshotMark(LogId last, boolean reset) {
        /**
         * The node forgets everything, its term and vote included, because nobody else has ever
         * heard of them; only before its first snapshot.
         */
        public static final SnapshotMark AFRESH = new SnapshotMark(LogId.ZERO, true);
    }
}
