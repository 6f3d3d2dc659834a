package io.clew.sim.world.mark;

import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Sent;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Set;

/** What a group's replicas do in each step, in terms of the protocol. */
final class GroupSteps {
    private final boolean[] leads;
    private final boolean[] campaigns;
    private final long[] commit;
    private final long[] applied;
    private final LogId[] last;
    private final HardState[] hard;

    GroupSteps(int nodes) {
        leads = new boolean[nodes];
        campaigns = new boolean[nodes];
        commit = new long[nodes];
        applied = new long[nodes];
        last = new LogId[nodes];
        Arrays.fill(last, LogId.ZERO);
        hard = new HardState[nodes];
        Arrays.fill(hard, HardState.INITIAL);
    }

    void booted(int node, Recovered.@Nullable Shard found) {
        leads[node] = false;
        campaigns[node] = false;
        commit[node] = 0;
        applied[node] = 0;
        last[node] = LogId.ZERO;
        hard[node] = found == null ? HardState.INITIAL : found.hard();
    }

    /** Adds what a step did. */
    void stepped(GroupStep step, Set<ProtocolStep> steps) {
        int node = step.machine().number();
        LogWrite write = step.write();
        if (write != null) {
            writes(node, write, steps);
        }
        for (Sent sent : step.sent()) {
            steps.add(of(sent.message()));
        }
        learns(node, step.raft(), step.applied(), steps);
        add(ProtocolStep.ANSWER, !step.answers().isEmpty(), steps);
        for (SnapshotTask task : step.tasks()) {
            boolean saves = task instanceof SnapshotTask.Save;
            if (!(task instanceof SnapshotTask.Scrub)) {
                steps.add(saves ? ProtocolStep.SAVE : ProtocolStep.TRANSFER);
            }
        }
        for (Note note : step.notes()) {
            add(ProtocolStep.INSTALL, note instanceof Note.SnapshotInstalled, steps);
            add(ProtocolStep.SAVE, note instanceof Note.SnapshotTaken, steps);
        }
    }

    private static void add(ProtocolStep step, boolean done, Set<ProtocolStep> steps) {
        if (done) {
            steps.add(step);
        }
    }

    private void writes(int node, LogWrite write, Set<ProtocolStep> steps) {
        add(ProtocolStep.PERSIST, !write.hard().equals(hard[node]), steps);
        hard[node] = write.hard();
        add(ProtocolStep.APPEND, write.firstIndex() != 0, steps);
        add(ProtocolStep.TRUNCATE, Cuts.any(write, last[node]), steps);
        for (Entry entry : write.entries()) {
            add(ProtocolStep.CONFIGURE, entry.kind() == Entry.Kind.MEMBERSHIP, steps);
        }
    }

    private static ProtocolStep of(Message message) {
        return switch (message) {
            case Message.VoteRequest _,
                    Message.VoteReply _,
                    Message.Stale _,
                    Message.TimeoutNow _ ->
                    ProtocolStep.VOTE;
            case Message.Append _ -> ProtocolStep.REPLICATE;
            case Message.Appended _, Message.AppendRejected _ -> ProtocolStep.ACKNOWLEDGE;
            case Message.Heartbeat _,
                    Message.HeartbeatReply _,
                    Message.StateCheck _,
                    Message.StateHashed _,
                    Message.ReadIndex _,
                    Message.ReadIndexReply _ ->
                    ProtocolStep.CONFIRM;
            case Message.SnapshotChunk _, Message.SnapshotProgress _ -> ProtocolStep.TRANSFER;
        };
    }

    private void learns(int node, Raft raft, long appliedNow, Set<ProtocolStep> steps) {
        boolean gaveUp = (leads[node] || campaigns[node]) && !raft.leads() && !raft.campaigns();
        add(ProtocolStep.COMMIT, raft.commit() > commit[node], steps);
        add(ProtocolStep.APPLY, appliedNow > applied[node], steps);
        add(ProtocolStep.ELECT, raft.leads() && !leads[node], steps);
        add(ProtocolStep.STEP_DOWN, gaveUp, steps);
        commit[node] = raft.commit();
        applied[node] = appliedNow;
        last[node] = raft.log().last();
        leads[node] = raft.leads();
        campaigns[node] = raft.campaigns();
    }
}
