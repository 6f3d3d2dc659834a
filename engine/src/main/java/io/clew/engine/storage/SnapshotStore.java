package io.clew.engine.storage;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.SnapshotId;

import org.jspecify.annotations.Nullable;

/** Keeps snapshot files; used by one thread at a time, which need not be the log's. */
@SuppressWarnings("DoNotCallSuggester")
public final class SnapshotStore {
    /** Writes a state as a durable file, replacing older ones of the shard but the one before. */
    public SnapshotId save(int shard, SnapshotState state) {
        throw new UnsupportedOperationException(shard + " " + state);
    }

    /** Up to {@code bytesMax} bytes of a snapshot file, null if it is not kept any more. */
    public @Nullable Bytes read(int shard, SnapshotId snapshot, long offset, int bytesMax) {
        throw new UnsupportedOperationException(shard + " " + snapshot + offset + bytesMax);
    }

    /**
     * Stores a piece of a file that another node sends; one that does not continue what is stored
     * is dropped.
     *
     * @return where the stored part of this snapshot ends now, 0 if there is none
     */
    public long receive(int shard, SnapshotId snapshot, long offset, Bytes chunk) {
        throw new UnsupportedOperationException(shard + " " + snapshot + offset + chunk);
    }

    /**
     * Verifies a completely received file and makes it durable.
     *
     * @return its content, or null if the bytes are not what the id promised; they are then deleted
     */
    public @Nullable SnapshotState finish(int shard, SnapshotId snapshot) {
        throw new UnsupportedOperationException(shard + " " + snapshot);
    }
}
