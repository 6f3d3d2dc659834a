package io.clew.engine.storage;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a restart found on disk.
 *
 * @param node the identity of the data folder
 * @param fresh the folder was empty and has just been made
 * @param shards in the order of their numbers; empty on a fresh node
 * @param graves the number of the newest replica of each shard that was taken away from the node,
 *     if none has come after it
 */
public record Recovered(
        NodeId node, boolean fresh, List<Shard> shards, SortedMap<Integer, Integer> graves) {
    public Recovered {
        shards = List.copyOf(shards);
        graves = Collections.unmodifiableSortedMap(new TreeMap<>(graves));
    }

    public Recovered(NodeId node, boolean fresh, List<Shard> shards) {
        this(node, fresh, shards, new TreeMap<>());
    }

    /**
     * One shard's durable state.
     *
     * @param snapshot the newest, or null before the first
     * @param snapshotId its name, null together with it
     * @param entries the log after the snapshot, contiguous
     */
    public record Shard(
            int shard,
            HardState hard,
            @Nullable SnapshotState snapshot,
            @Nullable SnapshotId snapshotId,
            List<Entry> entries) {
        public Shard {
            entries = List.copyOf(entries);
        }

        /** A state machine that has taken in what the snapshot covers, and none of the entries. */
        public StateMachine state() {
            return snapshot == null ? new StateMachine() : snapshot.state();
        }
    }
}
