package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.TreeSet;

/** Marks of members that carry replicas of shards beside the first. */
final class CarrierMarks implements Observer {
    private final World world;
    private final Marks marks;

    /** Whoever has ever voted in a group and is not known to have left. */
    private final TreeSet<NodeId> carriers = new TreeSet<>();

    CarrierMarks(World world, Marks marks) {
        this.world = world;
        this.marks = marks;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        if (process == null) {
            return;
        }
        for (int shard = 1; shard < world.setup().shards(); shard++) {
            Raft raft = process.raft(shard);
            if (raft != null && raft.membership().votes(raft.self())) {
                carriers.add(raft.self().node());
            }
        }
        Membership now = world.cluster().committed();
        if (now != null && !now.changing() && !carriers.isEmpty()) {
            carriers.removeIf(node -> !now.contains(node) && leaves(node));
        }
    }

    private boolean leaves(NodeId node) {
        marks.hit(Mark.GIVES_ALL_AND_LEAVES, world.node(node) != null);
        return true;
    }
}
