package io.clew.sim.world.check;

import io.clew.engine.EngineConfig;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.RaftLog;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/** The limits that a node was given hold: what waits, what is kept, and what leaves at once. */
final class Bounds extends Check {
    /** A snapshot is due when the log is this part of the state. */
    private static final int STATE_PER_LOG = 4;

    private final EngineConfig config;
    private final CommittedLog committed;
    private final OneOutcome outcomes;

    /** Where the last snapshot of each node ends that was begun or installed. */
    private final long[] snapshotBegun;

    private final boolean[] saving;

    /** The sizes of the last two snapshots of each node, the newest second. */
    private final long[][] snapshotBytes;

    Bounds(EngineConfig config, CommittedLog committed, OneOutcome outcomes, int nodes) {
        super("queues, logs and messages are bounded");
        this.config = config;
        this.committed = committed;
        this.outcomes = outcomes;
        this.snapshotBegun = new long[nodes];
        this.saving = new boolean[nodes];
        this.snapshotBytes = new long[nodes][2];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        SnapshotState snapshot = found == null ? null : found.snapshot();
        snapshotBegun[node.number()] = snapshot == null ? 0 : snapshot.last().index();
        saving[node.number()] = false;
    }

    @Override
    void worked(SimNode node, SnapshotTask task, Event done) {
        if (done instanceof Event.SnapshotSaved saved) {
            saving[node.number()] = false;
            long[] bytes = snapshotBytes[node.number()];
            bytes[0] = bytes[1];
            bytes[1] = saved.snapshot().sizeBytes();
        }
    }

    @Override
    void after(Step step) {
        int open = outcomes.open(step.number());
        require(
                open <= config.pendingMax(),
                () -> step.machine() + " keeps " + open + " clients waiting");
        checkUncommitted(step);
        checkLog(step);
        checkAppends(step);
    }

    /** No more is admitted once the limit is reached, and one command may reach beyond it. */
    private void checkUncommitted(Step step) {
        RaftLog log = step.raft().log();
        long from = Math.max(step.commit(), log.base().index());
        if (step.leads() == 0 || log.lastIndex() == from) {
            return;
        }
        long bytes = 0;
        long admitted = 0;
        for (long i = from + 1; i <= log.lastIndex(); i++) {
            Entry entry = log.at(i);
            if (entry.kind() == Entry.Kind.COMMAND && entry.term() == step.leads()) {
                admitted = Math.max(admitted, bytes);
            }
            bytes += entry.sizeBytes();
        }
        long found = admitted;
        require(
                found < config.uncommittedBytesMax(),
                () -> step.machine() + " admits a command behind " + found + " uncommitted bytes");
    }

    private void checkLog(Step step) {
        int node = step.number();
        for (SnapshotTask task : step.tasks()) {
            if (task instanceof SnapshotTask.Save save) {
                saving[node] = true;
                snapshotBegun[node] = save.state().last().index();
            }
        }
        LogId snapshot = step.raft().snapshotLast();
        snapshotBegun[node] = Math.max(snapshotBegun[node], snapshot.index());
        RaftLog log = step.raft().log();
        long kept = committed.bytesBetween(log.base().index(), snapshot.index());
        // For a follower that is there more is kept, as long as that is cheaper than the snapshot.
        long perhaps = Math.max(snapshotBytes[node][0], snapshotBytes[node][1]);
        require(
                kept <= Math.max(config.retainedLogBytes(), perhaps),
                () -> step.machine() + " keeps " + kept + " bytes that its snapshot covers");
        long due =
                Math.max(
                        config.snapshotLogBytes(),
                        step.replica().state().sizeBytes() / STATE_PER_LOG);
        long unsaved = committed.bytesBetween(snapshotBegun[node], step.applied());
        require(
                saving[node] || unsaved < due,
                () ->
                        step.machine()
                                + " has "
                                + unsaved
                                + " bytes in no snapshot, "
                                + due
                                + " due");
    }

    private void checkAppends(Step step) {
        TreeMap<NodeId, Integer> count = null;
        for (Sent sent : step.sent()) {
            if (!(sent.message() instanceof Message.Append append) || append.entries().isEmpty()) {
                continue;
            }
            count = count == null ? new TreeMap<>() : count;
            int appends = count.merge(sent.to(), 1, Integer::sum);
            int bytes = append.entries().stream().mapToInt(Entry::sizeBytes).sum();
            require(
                    appends <= config.windowMessages(),
                    () -> step.machine() + " sends " + appends + " appends at once");
            require(
                    append.entries().size() == 1 || bytes <= config.appendBytesMax(),
                    () -> step.machine() + " sends " + bytes + " bytes in one append");
        }
    }
}
