package io.clew.sim.world.check;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A replica that was taken away from a machine never takes part again: it has voted. */
final class GoneForGood extends Check {
    /** The replica on each machine, as of its last step. */
    private final List<NodeId> here = new ArrayList<>();

    private final List<Shadow> shadows;

    /** The newest that was taken away from each. */
    private final List<NodeId> gone = new ArrayList<>();

    GoneForGood(List<Shadow> shadows) {
        super("a replica that is gone does not come back");
        this.shadows = shadows;
        for (int i = 0; i < shadows.size(); i++) {
            here.add(NodeId.UNBOUND);
            gone.add(NodeId.UNBOUND);
        }
    }

    @Override
    void gone(SimNode node) {
        NodeId left = here.get(node.number());
        if (left.bound()) {
            gone.set(node.number(), left);
        }
    }

    /** In a crash the write may be lost that took it away, and even the one that made it. */
    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        int number = node.number();
        if (!shadows.get(number).surelyGone(gone.get(number))) {
            gone.set(number, NodeId.UNBOUND);
        }
    }

    @Override
    void after(Step step) {
        NodeId dead = gone.get(step.number());
        require(
                !dead.node().equals(step.id().node()) || dead.replica() < step.id().replica(),
                () -> step.machine() + " has " + step.id() + ", and had " + dead + " taken away");
        here.set(step.number(), step.id());
    }
}
