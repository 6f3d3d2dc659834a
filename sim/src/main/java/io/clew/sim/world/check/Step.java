package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Node;
import io.clew.engine.Replica;
import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One step of one node in a group: what it asks for, how it sees itself, and its log on disk. */
final class Step {
    private final GroupStep step;
    private final Raft raft;
    private final Shadow shadow;

    Step(GroupStep step, Shadow shadow) {
        this.step = step;
        this.raft = step.raft();
        this.shadow = shadow;
    }

    @Override
    public String toString() {
        return step.toString();
    }

    SimNode machine() {
        return step.machine();
    }

    int number() {
        return step.machine().number();
    }

    int shard() {
        return step.shard();
    }

    Node node() {
        return step.node();
    }

    Replica replica() {
        return step.replica();
    }

    Raft raft() {
        return raft;
    }

    NodeId id() {
        return step.id();
    }

    long term() {
        return raft.term();
    }

    long commit() {
        return raft.commit();
    }

    long applied() {
        return step.applied();
    }

    long last() {
        return raft.log().lastIndex();
    }

    Shadow shadow() {
        return shadow;
    }

    /** Whether the node writes anything, of whatever shard. */
    boolean writing() {
        SimProcess process = step.machine().process();
        return step.sequence() != 0 || (process != null && process.writing());
    }

    /** The term in which the node leads, 0 if it does not. */
    long leads() {
        return raft.leads() ? raft.term() : 0;
    }

    List<Sent> sent() {
        return step.sent();
    }

    List<Effects.Answer> answers() {
        return step.answers();
    }

    List<Note> notes() {
        return step.notes();
    }

    List<SnapshotTask> tasks() {
        return step.tasks();
    }

    /** What is to be written, null if nothing. */
    @Nullable LogWrite write() {
        return step.write();
    }
}
