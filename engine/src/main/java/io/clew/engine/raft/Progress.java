package io.clew.engine.raft;

import io.clew.engine.Invariant;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * How far one follower is, as its leader knows.
 *
 * <pre>
 *   PROBE     one append at a time, until the place is found where the logs agree
 *   STREAM    appends in a window, without waiting for answers
 *   SNAPSHOT  the next entry is no longer in the log: a snapshot file is sent
 * </pre>
 *
 * Invariant: {@code match < next}; {@code match} never falls.
 */
final class Progress {
    private static final int DOUBLINGS_MAX = 3;

    /**
     * What is large is waited for as if no more than a MiB came through in a second. A copy that is
     * sent before the first one is there keeps all that follows waiting.
     */
    private static final long BULK_NANOS_PER_BYTE = 1_000_000_000L >> 20;

    enum State {
        PROBE,
        STREAM,
        SNAPSHOT
    }

    private record InFlight(long lastIndex, int bytes) {}

    final NodeId id;
    private final RaftConfig config;
    private State state = State.PROBE;
    private long match;
    private long next;

    private final ArrayDeque<InFlight> window = new ArrayDeque<>();
    private int windowBytes;
    private boolean probing;
    private boolean bulkUnanswered;

    /** Bytes that take their time, 0 for what is small or has surely been lost. */
    private int bulkBytes;

    private long waitingSince;

    private long heardAt;
    private long round;

    private @Nullable SnapshotId snapshot;
    private long snapshotOffset;

    /**
     * How often what is large was sent again: the longer it takes, the longer is waited for it, or
     * copies of it would fill a slow link for ever.
     */
    private int retries;

    Progress(RaftConfig config, NodeId id, long next, long now) {
        this.config = config;
        this.id = id;
        this.next = next;
        this.heardAt = now;
    }

    State state() {
        return state;
    }

    /** Whether it is known where its log ends, and what follows is on its way. */
    boolean streams() {
        return state == State.STREAM;
    }

    long match() {
        return match;
    }

    long next() {
        return next;
    }

    long heardAt() {
        return heardAt;
    }

    /** The latest heartbeat round that it has answered. */
    long round() {
        return round;
    }

    @Nullable SnapshotId snapshot() {
        return snapshot;
    }

    long snapshotOffset() {
        return snapshotOffset;
    }

    /** The first entry that it will still lack once it has what is being sent as a snapshot. */
    long lacks() {
        return Math.max(match, snapshot == null ? 0 : snapshot.last().index()) + 1;
    }

    void heard(long now) {
        if (now - heardAt >= config.electionMinNanos()) {
            retries = 0; // What was sent while it was away was lost.
            bulkBytes = 0;
        }
        heardAt = now;
    }

    void answered(long round) {
        this.round = Math.max(this.round, round);
    }

    /** Whether another append may leave. */
    boolean ready() {
        return switch (state) {
            case PROBE -> !probing;
            case STREAM ->
                    !bulkUnanswered
                            && window.size() < config.windowMessages()
                            && windowBytes < config.windowBytes();
            case SNAPSHOT -> false;
        };
    }

    /**
     * An append has left.
     *
     * @param bulk it travels by the other connection: nothing follows it until it is answered, or
     *     it would be overtaken
     */
    void sent(long lastIndex, int bytes, boolean bulk, long now) {
        if (state == State.PROBE) {
            probing = true;
            waitingSince = now;
        } else {
            if (window.isEmpty()) {
                waitingSince = now;
            }
            window.add(new InFlight(lastIndex, bytes));
            windowBytes += bytes;
            next = lastIndex + 1;
        }
        bulkUnanswered = bulk;
        bulkBytes = bulk ? bytes : 0;
    }

    /** The follower holds everything up to this index. */
    void matched(long index, long now) {
        if (index > match) {
            match = index;
            waitingSince = now;
            retries = 0;
        }
        if (state == State.SNAPSHOT && snapshot != null && index < snapshot.last().index()) {
            return; // An answer from before the snapshot was needed.
        }
        for (InFlight first = window.peek();
                first != null && first.lastIndex <= index;
                first = window.peek()) {
            windowBytes -= first.bytes;
            window.remove();
        }
        if (window.isEmpty()) {
            bulkUnanswered = false;
        }
        if (state != State.STREAM) {
            stream();
        }
        next = Math.max(next, match + 1);
    }

    private void stream() {
        state = State.STREAM;
        clearWindow();
        snapshot = null;
        next = match + 1;
    }

    /**
     * The follower lacks the entry at {@code rejected}.
     *
     * @return whether this is news: an old refusal that arrives late must not move anything back
     */
    boolean rejected(long rejected) {
        if (rejected <= match || state == State.SNAPSHOT) {
            return false;
        }
        return state == State.STREAM || rejected == next - 1;
    }

    /** Starts to look for agreement at this index. */
    void probe(long from) {
        Invariant.check(from > match, "probe after the match", from, match);
        state = State.PROBE;
        clearWindow();
        snapshot = null;
        next = from;
    }

    void startSnapshot(SnapshotId id, long now) {
        state = State.SNAPSHOT;
        clearWindow();
        snapshot = id;
        snapshotOffset = 0;
        retries = 0;
        waitingSince = now;
    }

    /**
     * The follower wants the piece at this offset.
     *
     * @return whether this is news: a piece that was sent twice is answered twice, and the next one
     *     must not be sent twice for that, or the copies would grow in number to the end
     */
    boolean snapshotAt(long offset, long now) {
        if (offset == snapshotOffset) {
            return false;
        }
        snapshotOffset = offset;
        retries = 0;
        waitingSince = now;
        return true;
    }

    /** Nothing has come back for what was sent, for so long that it must be taken for lost. */
    boolean overdue(long now, long patience) {
        boolean waits = probing || !window.isEmpty() || state == State.SNAPSHOT;
        boolean large = bulkUnanswered || state == State.SNAPSHOT;
        long once = patience + (bulkUnanswered ? bulkBytes * BULK_NANOS_PER_BYTE : 0);
        return waits
                && now - waitingSince >= once << (large ? Math.min(retries, DOUBLINGS_MAX) : 0);
    }

    /** Allows what was sent to be sent again, from where the logs are known to agree. */
    void retry(long now) {
        retries += bulkUnanswered || state == State.SNAPSHOT ? 1 : 0;
        switch (state) {
            case PROBE -> probing = false;
            case STREAM -> probe(match + 1);
            case SNAPSHOT -> waitingSince = now;
        }
    }

    private void clearWindow() {
        window.clear();
        windowBytes = 0;
        probing = false;
        bulkUnanswered = false;
    }
}
