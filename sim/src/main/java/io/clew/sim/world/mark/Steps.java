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
import io.clew.engine.wire.MessageCodec;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.Arrays;

/**
 * Knows for each node what its last step that did anything did, and counts by it what faults touch:
 * so it shows which steps of the protocol a family of faults has never met.
 */
public final class Steps implements Observer {
    private final StepMatrix matrix = new StepMatrix();

    /** A bit for each step of the protocol, by node. */
    private final int[] latest;

    private final boolean[] leads;
    private final boolean[] campaigns;
    private final long[] commit;
    private final long[] applied;
    private final long[] last;
    private final HardState[] hard;

    public Steps(World world) {
        int nodes = world.nodes().size();
        latest = new int[nodes];
        leads = new boolean[nodes];
        campaigns = new boolean[nodes];
        commit = new long[nodes];
        applied = new long[nodes];
        last = new long[nodes];
        hard = new HardState[nodes];
        Arrays.fill(hard, HardState.INITIAL);
    }

    public StepMatrix matrix() {
        return matrix;
    }

    @Override
    public void touched(Episode by, SimNode node) {
        matrix.add(by.strike().family(), latest[node.number()]);
    }

    @Override
    public void booted(SimNode machine, Recovered recovered) {
        int node = machine.number();
        latest[node] = bit(ProtocolStep.RECOVER);
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
        Raft raft = process.node().replica(0).raft();
        WriteBatch batch = effects.write();
        int steps = batch == null ? 0 : writes(node, batch.shards().getFirst().write());
        steps |= sends(effects);
        steps |= learns(node, raft, process.node().replica(0).state().appliedIndex());
        steps |= effects.answers().isEmpty() ? 0 : bit(ProtocolStep.ANSWER);
        for (SnapshotTask task : effects.tasks()) {
            boolean saves = task instanceof SnapshotTask.Save;
            steps |= bit(saves ? ProtocolStep.SAVE : ProtocolStep.TRANSFER);
        }
        for (Note note : effects.notes()) {
            steps |= note instanceof Note.SnapshotInstalled ? bit(ProtocolStep.INSTALL) : 0;
            steps |= note instanceof Note.SnapshotTaken ? bit(ProtocolStep.SAVE) : 0;
        }
        if (steps != 0) {
            latest[node] = steps;
        }
    }

    private int writes(int node, LogWrite write) {
        int steps = write.hard().equals(hard[node]) ? 0 : bit(ProtocolStep.PERSIST);
        hard[node] = write.hard();
        if (write.firstIndex() != 0) {
            steps |= bit(ProtocolStep.APPEND);
            steps |= write.firstIndex() <= last[node] ? bit(ProtocolStep.TRUNCATE) : 0;
        }
        for (Entry entry : write.entries()) {
            boolean configures = entry.kind() == Entry.Kind.MEMBERSHIP;
            steps |= configures ? bit(ProtocolStep.CONFIGURE) : 0;
        }
        return steps;
    }

    private static int sends(Effects effects) {
        int steps = 0;
        for (Effects.Transmission sent : effects.sends()) {
            for (MessageCodec.Routed routed : MessageCodec.read(sent.frame())) {
                steps |= bit(of(routed.message()));
            }
        }
        return steps;
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
            case Message.Heartbeat _, Message.HeartbeatReply _ -> ProtocolStep.CONFIRM;
            case Message.SnapshotChunk _, Message.SnapshotProgress _ -> ProtocolStep.TRANSFER;
        };
    }

    private int learns(int node, Raft raft, long appliedNow) {
        int steps = raft.commit() > commit[node] ? bit(ProtocolStep.COMMIT) : 0;
        steps |= appliedNow > applied[node] ? bit(ProtocolStep.APPLY) : 0;
        steps |= raft.leads() && !leads[node] ? bit(ProtocolStep.ELECT) : 0;
        boolean gaveUp =
                (leads[node] && !raft.leads())
                        || (campaigns[node] && !raft.campaigns() && !raft.leads());
        steps |= gaveUp ? bit(ProtocolStep.STEP_DOWN) : 0;
        commit[node] = raft.commit();
        applied[node] = appliedNow;
        last[node] = raft.log().lastIndex();
        leads[node] = raft.leads();
        campaigns[node] = raft.campaigns();
        return steps;
    }

    private static int bit(ProtocolStep step) {
        return 1 << step.ordinal();
    }
}
