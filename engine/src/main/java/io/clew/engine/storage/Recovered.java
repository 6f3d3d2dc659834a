package io.clew.engine.storage;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.wire.EntryContent;

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

        /** What another version has written into the log, null if this one can read all of it. */
        public @Nullable String unknown() {
            String unknown = EntryContent.unknown(entries);
            return unknown == null ? null : "the log of shard " + shard + ": " + unknown;
        }

        /** The newest configuration, committed or not; null if there is none. */
        public @Nullable Membership membership() {
            for (Entry entry : entries.reversed()) {
                if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                    return Membership.decode(entry.payload());
                }
            }
            return snapshot == null ? null : snapshot.membership();
        }

        /** The last entry, or that of the snapshot. */
        public LogId last() {
            if (!entries.isEmpty()) {
                return entries.getLast().id();
            }
            return snapshot == null ? LogId.ZERO : snapshot.last();
        }

        /** A state machine that has taken in everything, whether it was ever committed or not. */
        public StateMachine stateOfAll() {
            StateMachine state = state();
            for (Entry entry : entries) {
                var _ = state.take(entry);
            }
            return state;
        }

        /** A state machine that has taken in what the snapshot covers, and none of the entries. */
        public StateMachine state() {
            return snapshot == null ? new StateMachine() : snapshot.state();
        }
    }
}
