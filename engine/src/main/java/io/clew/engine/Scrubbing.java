package io.clew.engine;

import java.util.List;

/**
 * Orders the reading back of what is stored, a piece at a time and slowly enough that nobody
 * notices it. It has no deadline of its own: heartbeats keep every node stepping.
 */
final class Scrubbing {
    /** So much each longest election timeout: about a megabyte a second. */
    private static final long PIECE_BYTES = 1 << 20;

    private final int shard;
    private final long intervalNanos;
    private final List<SnapshotTask> tasks;
    private long dueAt = Long.MIN_VALUE;
    private boolean ordered;

    Scrubbing(int shard, long intervalNanos, List<SnapshotTask> tasks) {
        this.shard = shard;
        this.intervalNanos = intervalNanos;
        this.tasks = tasks;
    }

    void flush(long now) {
        if (dueAt == Long.MIN_VALUE) {
            dueAt = now + intervalNanos; // Not at once: a start has just read everything.
        }
        if (!ordered && now >= dueAt) {
            ordered = true;
            tasks.add(new SnapshotTask.Scrub(shard, PIECE_BYTES));
        }
    }

    void done(long now) {
        ordered = false;
        dueAt = now + intervalNanos;
    }
}
