package io.clew.engine;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.SnapshotStore;

import java.util.List;

/**
 * Work on files that are not written to any more: bulky, done beside the log, in the order given.
 */
public sealed interface SnapshotTask {
    /** Does the work, blocking, and says what came of it. */
    Event run(SnapshotStore store);

    /**
     * Writes the shard's state as a snapshot file, which makes older ones superfluous.
     *
     * @param needed those that are not, because followers are fetching them or may be soon
     */
    record Save(int shard, SnapshotState state, List<SnapshotId> needed) implements SnapshotTask {
        public Save {
            needed = List.copyOf(needed);
        }

        @Override
        public Event run(SnapshotStore store) {
            return new Event.SnapshotSaved(shard, store.save(shard, state, needed));
        }
    }

    /** Reads a piece of a snapshot file for a follower. */
    record Load(int shard, NodeId to, SnapshotId snapshot, long offset, int bytesMax)
            implements SnapshotTask {
        @Override
        public Event run(SnapshotStore store) {
            Bytes chunk = null;
            String damage = null;
            try {
                chunk = store.read(shard, snapshot, offset, bytesMax);
            } catch (CorruptionException e) {
                // The state that the file was made of is in memory, and whole.
                damage = String.valueOf(e.getMessage());
            }
            return new Event.ChunkLoaded(shard, to, snapshot, offset, chunk, damage);
        }
    }

    /** Reads back some of what is stored, to find damage while it can be put right. */
    record Scrub(int shard, long bytes) implements SnapshotTask {
        @Override
        public Event run(SnapshotStore store) {
            return new Event.Scrubbed(shard, store.scrub(bytes));
        }
    }

    /** Deletes the files of a shard whose replica was taken away from this node. */
    record Drop(int shard) implements SnapshotTask {
        @Override
        public Event run(SnapshotStore store) {
            store.drop(shard);
            return new Event.Dropped(shard);
        }
    }

    /**
     * Stores a piece of a snapshot file that the leader sent.
     *
     * @param needed as for {@link Save}: when the last one is stored this node may lead
     */
    record Receive(
            int shard,
            NodeId from,
            SnapshotId snapshot,
            long offset,
            Bytes chunk,
            List<SnapshotId> needed)
            implements SnapshotTask {
        public Receive {
            needed = List.copyOf(needed);
        }

        @Override
        public Event run(SnapshotStore store) {
            long next = store.receive(shard, snapshot, offset, chunk);
            if (next < snapshot.sizeBytes()) {
                return new Event.ChunkReceived(shard, from, snapshot, next, null, null);
            }
            try {
                SnapshotState complete = store.finish(shard, snapshot, needed);
                // A file that came whole and is wrong was thrown away: it starts again at 0.
                long stored = complete == null ? 0 : next;
                return new Event.ChunkReceived(shard, from, snapshot, stored, complete, null);
            } catch (DiskException e) {
                if (e.kind() != DiskException.Kind.UNKNOWN_FORMAT) {
                    throw e;
                }
                String why = String.valueOf(e.getMessage());
                return new Event.ChunkReceived(shard, from, snapshot, next, null, why);
            }
        }
    }
}
