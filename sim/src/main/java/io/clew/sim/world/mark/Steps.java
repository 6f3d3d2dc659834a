package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Knows for each node what its last step that did anything did, and counts by it what faults touch:
 * so it shows which steps of the protocol a family of faults has never met.
 */
public final class Steps implements Observer {
    private final World world;
    private final StepMatrix matrix = new StepMatrix();

    private final List<Set<ProtocolStep>> latest = new ArrayList<>();

    private final boolean[] leads;
    private final boolean[] campaigns;
    private final long[] commit;
    private final long[] applied;
    private final long[] last;
    private final HardState[] hard;

    public Steps(World world) {
        this.world = world;
        int nodes = world.nodes().size();
        leads = new boolean[nodes];
        campaigns = new boolean[nodes];
        commit = new long[nodes];
        applied = new long[nodes];
        last = new long[nodes];
        hard = new HardState[nodes];
        Arrays.fill(hard, HardState.INITIAL);
        for (int i = 0; i < nodes; i++) {
            latest.add(EnumSet.noneOf(ProtocolStep.class));
        }
    }

    public StepMatrix matrix() {
        return matrix;
    }

    @Override
    public void touched(Episode by, SimNode node) {
        matrix.add(by.strike().family(), latest.get(node.number()));
    }

    @Override
    public void booted(SimNode machine, Recovered recovered) {
        int node = machine.number();
        latest.set(node, EnumSet.of(ProtocolStep.RECOVER));
        leads[node] = false;
        campaigns[node] = false;
        commit[node] = 0;
        applied[node] = 0;
        last[node] = 0;
        boolean empty = recovered.shards().isEmpty();
        hard[node] = empty ? HardState.INITIAL : recovered.shards().getFirst().hard();
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        if (process == null) {
            return;
        }
        int node = machine.number();
        Raft raft = process.raft();
        var steps = EnumSet.noneOf(ProtocolStep.class);
        WriteBatch batch = effects.write();
        if (batch != null) {
            writes(node, batch.shards().getFirst().write(), steps);
        }
        sends(effects, steps);
        learns(node, raft, process.node().replica(0).state().appliedIndex(), steps);
        add(ProtocolStep.ANSWER, !effects.answers().isEmpty(), steps);
        for (SnapshotTask task : effects.tasks()) {
            boolean saves = task instanceof SnapshotTask.Save;
            if (!(task instanceof SnapshotTask.Scrub)) {
                steps.add(saves ? ProtocolStep.SAVE : ProtocolStep.TRANSFER);
            }
        }
        for (Note note : effects.notes()) {
            add(ProtocolStep.INSTALL, note instanceof Note.SnapshotInstalled, steps);
            add(ProtocolStep.SAVE, note instanceof Note.SnapshotTaken, steps);
        }
        if (!steps.isEmpty()) {
            latest.set(node, steps);
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
        boolean cuts = write.firstIndex() != 0 && write.firstIndex() <= last[node];
        add(ProtocolStep.TRUNCATE, cuts, steps);
        for (Entry entry : write.entries()) {
            add(ProtocolStep.CONFIGURE, entry.kind() == Entry.Kind.MEMBERSHIP, steps);
        }
    }

    private void sends(Effects effects, Set<ProtocolStep> steps) {
        for (Sent sent : world.messages(effects)) {
            steps.add(of(sent.message()));
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
        last[node] = raft.log().lastIndex();
        leads[node] = raft.leads();
        campaigns[node] = raft.campaigns();
    }
}
