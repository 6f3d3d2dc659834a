package io.clew.engine.storage;

import io.clew.engine.kv.Sharding;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.raft.Configured;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes what is left of a cluster into an empty folder, as the data of one new node that is a
 * cluster of its own and holds all shards: nobody of the old one can talk to it, or it to them.
 *
 * <p>Each shard becomes a snapshot of all that there was, and its log begins behind that, in a
 * later term. The map of the shards is made anew as well, since that of before names nodes that are
 * not there.
 */
public final class Refounding {
    /** How many replicas a shard is to have where no map says it. */
    private static final int FACTOR = 3;

    private final Member self;
    private final long cluster;

    /** In the order of the shards. */
    private final List<Begun> shards = new ArrayList<>();

    /** Where a shard goes on: its last entry is the one that says that the node is alone. */
    private record Begun(NodeId replica, StateMachine state, LogId last) {}

    /**
     * @param left of each shard what is to be kept; the first is always there, of others those that
     *     are lost may be missing, and begin empty
     * @param cluster the id of the new one
     */
    public Refounding(SortedMap<Integer, Recovered.Shard> left, Member self, long cluster) {
        this.self = self;
        this.cluster = cluster;
        Membership before = Objects.requireNonNull(left.get(0)).membership();
        int count = before == null ? 1 : before.shards();
        long cleared = 0;
        for (int shard = count - 1; shard >= 0; shard--) {
            Recovered.Shard found = left.get(shard);
            StateMachine state = found == null ? new StateMachine() : found.stateOfAll();
            LogId last = found == null ? LogId.ZERO : found.last();
            long term = found == null ? 0 : Math.max(found.hard().term(), last.term());
            cleared = Math.max(cleared, state.sharding().lastClear());
            // Clears are numbered by the log of the first, the last to come here: it may not fall
            // behind what others have obeyed.
            long floor = shard == 0 ? Math.max(last.index(), cleared) : last.index();
            // The node has nothing but new replicas, so that their numbers may begin anew.
            NodeId replica = self.id().replica(shard == 0 ? 0 : 1);
            shards.addFirst(new Begun(replica, state, new LogId(term + 1, floor + 1)));
        }
    }

    /** Writes everything; durable once it has returned. */
    public void write(Disk disk, StorageConfig config) {
        try (var storage = Storage.open(disk, config, self.id())) {
            var writes = new ArrayList<ShardWrite>();
            for (int shard = 0; shard < shards.size(); shard++) {
                Begun begun = shards.get(shard);
                storage.snapshots().save(shard, snapshot(shard, begun), List.of());
                LogId last = begun.last;
                int number = begun.replica.replica();
                var hard = new HardState(last.term(), NodeId.UNBOUND, number, false);
                var mark = new SnapshotMark(last, true);
                var write = new LogWrite(hard, mark, last.index() + 1, List.of());
                writes.add(new ShardWrite(shard, write));
            }
            storage.append(new WriteBatch(1, writes));
            storage.sync();
        }
    }

    private SnapshotState snapshot(int shard, Begun begun) {
        StateMachine state = begun.state;
        Sharding sharding = state.sharding();
        if (shard == 0) {
            sharding = new Sharding(placement(sharding.placement()), sharding.lastClear());
        }
        Member member = shard == 0 ? self : Member.of(begun.replica);
        return new SnapshotState(
                begun.last,
                new Configured(
                        begun.last.index(),
                        Membership.of(cluster, List.of(member), true, shards.size())),
                state.view(),
                state.keys().view(),
                sharding);
    }

    private @Nullable Placement placement(@Nullable Placement before) {
        if (shards.size() == 1) {
            return before;
        }
        var assignments = new ArrayList<Assignment>();
        for (Begun begun : shards.subList(1, shards.size())) {
            List<NodeId> replicas = List.of(begun.replica);
            int next = begun.replica.replica() + 1;
            assignments.add(new Assignment(replicas, next, begun.last.index(), null));
        }
        var hosts = new TreeMap<NodeId, Host>();
        hosts.put(self.id(), new Host(self.address(), "", false, false));
        long version = before == null ? 1 : before.version() + 1;
        int factor = before == null ? FACTOR : before.factor();
        return new Placement(version, factor, false, assignments, hosts);
    }
}
