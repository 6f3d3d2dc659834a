package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Node;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.WriteBatch;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One step of one node: what it asks for, and how it sees itself after it. */
final class Step {
    private final SimNode machine;
    private final Node node;
    private final Effects effects;
    private final Raft raft;
    private final Shadow shadow;

    private final List<Sent> sent;

    Step(SimNode machine, Node node, Effects effects, List<Sent> sent, Shadow shadow) {
        this.machine = machine;
        this.node = node;
        this.effects = effects;
        this.sent = sent;
        this.raft = node.replica(0).raft();
        this.shadow = shadow;
    }

    @Override
    public String toString() {
        return machine + " at " + node.status();
    }

    SimNode machine() {
        return machine;
    }

    int number() {
        return machine.number();
    }

    Node node() {
        return node;
    }

    Raft raft() {
        return raft;
    }

    NodeId id() {
        return node.id();
    }

    long term() {
        return raft.term();
    }

    long commit() {
        return raft.commit();
    }

    long applied() {
        return node.replica(0).state().appliedIndex();
    }

    long last() {
        return raft.log().lastIndex();
    }

    Effects effects() {
        return effects;
    }

    Shadow shadow() {
        return shadow;
    }

    /** The term in which the node leads, 0 if it does not. */
    long leads() {
        return raft.leads() ? raft.term() : 0;
    }

    List<Sent> sent() {
        return sent;
    }

    /** What is to be written, null if nothing. */
    @Nullable LogWrite write() {
        WriteBatch batch = effects.write();
        return batch == null ? null : batch.shards().getFirst().write();
    }
}
