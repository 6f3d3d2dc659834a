package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.Node;
import io.clew.engine.Replica;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.WriteBatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One step of one node as far as one group is concerned, to which the node has a replica. */
public final class GroupStep {
    private final SimNode machine;
    private final Node node;
    private final Replica replica;
    private final Effects effects;
    private final List<Sent> sent;
    private final List<Effects.Answer> answers;

    GroupStep(
            SimNode machine,
            Node node,
            Replica replica,
            Effects effects,
            List<Sent> sent,
            List<Effects.Answer> answers) {
        this.machine = machine;
        this.node = node;
        this.replica = replica;
        this.effects = effects;
        this.sent = sent;
        this.answers = answers;
    }

    public SimNode machine() {
        return machine;
    }

    public Node node() {
        return node;
    }

    public Replica replica() {
        return replica;
    }

    public int shard() {
        return replica.shard();
    }

    public Raft raft() {
        return replica.raft();
    }

    /** Who the replica is among the members of its group. */
    public NodeId id() {
        return replica.raft().self();
    }

    public long applied() {
        return replica.state().appliedIndex();
    }

    /** The group's messages that leave the node. */
    public List<Sent> sent() {
        return sent;
    }

    /** What the group's clients are told. */
    public List<Effects.Answer> answers() {
        return answers;
    }

    /** What the group has to say for the log of the node. */
    public List<Note> notes() {
        var notes = new ArrayList<Note>();
        for (Note note : effects.notes()) {
            if (note instanceof Note.InShard(int shard, Note what)) {
                if (shard == shard()) {
                    notes.add(what);
                }
            } else if (shard() == 0) {
                notes.add(note);
            }
        }
        return notes;
    }

    /** Work on the group's snapshot files. */
    public List<SnapshotTask> tasks() {
        return Shards.only(effects.tasks(), task -> Shards.of(task) == shard());
    }

    /** The number of the batch in which the group's write is, 0 if there is none. */
    public long sequence() {
        WriteBatch batch = effects.write();
        return batch == null ? 0 : batch.sequence();
    }

    /** What is to be written for the group, null if nothing. */
    public @Nullable LogWrite write() {
        return Shards.in(effects.write(), shard());
    }

    @Override
    public String toString() {
        return machine + (shard() == 0 ? "" : ", shard " + shard()) + " at " + node.status();
    }
}
