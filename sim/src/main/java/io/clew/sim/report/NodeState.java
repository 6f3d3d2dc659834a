package io.clew.sim.report;

import io.clew.engine.NodeRole;
import io.clew.engine.Replica;
import io.clew.engine.kv.KvView;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftLog;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one node knew at the end of a run, in memory and on disk.
 *
 * @param role {@code down} if no process ran; then all else is what its disk would give back
 * @param durable the last entry that the node takes for durable
 * @param onDisk the last entry that a loss of power would leave it with
 */
record NodeState(
        String name,
        String role,
        long term,
        String vote,
        long commit,
        long applied,
        long durable,
        String onDisk,
        LogId snapshot,
        List<Entry> entries,
        List<KvView.Item> items) {

    /** What all nodes know of a shard. */
    static List<NodeState> all(World world, int shard) {
        var states = new ArrayList<NodeState>();
        for (SimNode node : world.nodes()) {
            states.add(of(world, node, shard));
        }
        return states;
    }

    private static NodeState of(World world, SimNode node, int shard) {
        Recovered.Shard disk = null;
        String onDisk = "nothing";
        try {
            disk = Shards.in(node.survivors(), shard);
            if (disk != null) {
                onDisk = disk.hard().term() + " " + lastOf(disk);
            }
        } catch (RuntimeException e) {
            onDisk = "unreadable: " + e.getMessage();
        }
        SimProcess process = node.process();
        Replica replica = process == null ? null : process.replica(shard);
        return replica == null ? down(world, node, disk, onDisk) : running(node, replica, onDisk);
    }

    private static long lastOf(Recovered.Shard disk) {
        return baseOf(disk).index() + disk.entries().size();
    }

    private static LogId baseOf(Recovered.Shard disk) {
        SnapshotState snapshot = disk.snapshot();
        return snapshot == null ? LogId.ZERO : snapshot.last();
    }

    private static NodeState down(
            World world, SimNode node, Recovered.@Nullable Shard disk, String onDisk) {
        if (disk == null) {
            return new NodeState(
                    node.toString(),
                    "down",
                    0,
                    "",
                    0,
                    0,
                    0,
                    onDisk,
                    LogId.ZERO,
                    List.of(),
                    List.of());
        }
        SnapshotState snapshot = disk.snapshot();
        HardState hard = disk.hard();
        SimNode vote = world.node(hard.vote());
        return new NodeState(
                node.toString(),
                "down",
                hard.term(),
                vote == null ? "" : vote.toString(),
                0,
                baseOf(disk).index(),
                lastOf(disk),
                onDisk,
                baseOf(disk),
                disk.entries(),
                snapshot == null ? List.of() : items(snapshot.data()));
    }

    private static NodeState running(SimNode node, Replica replica, String onDisk) {
        Raft raft = replica.raft();
        RaftLog log = raft.log();
        Member vote = raft.membership().member(raft.vote());
        var entries = new ArrayList<Entry>();
        for (long i = log.base().index() + 1; i <= log.lastIndex(); i++) {
            entries.add(log.at(i));
        }
        return new NodeState(
                node.toString(),
                NodeRole.of(raft).name().toLowerCase(Locale.ROOT),
                raft.term(),
                vote == null ? "" : Words.node(vote.address()),
                raft.commit(),
                replica.state().appliedIndex(),
                log.durable(),
                onDisk,
                log.base(),
                entries,
                items(replica.state().view()));
    }

    private static List<KvView.Item> items(KvView view) {
        var items = new ArrayList<KvView.Item>();
        view.forEach(items::add);
        return items;
    }
}
