package io.clew.sim.world.fault;

import io.clew.engine.raft.Raft;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/**
 * A machine comes back with an empty disk at its old address. A minority of them may be lost in a
 * run, and only once the cluster is open: before that nothing was acknowledged, but it would wait
 * for the lost member for ever.
 */
final class LostDisk extends Fault {
    private final List<SimNode> lost = new ArrayList<>();

    LostDisk(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        int nodes = world().nodes().size();
        SimProcess leader = leader().process();
        boolean open = leader != null && open(leader.node().replica(0).raft());
        boolean mayLose =
                2 * (lost.size() + 1) < nodes && !world().setup().engine().bootstrapMajority();
        if (!open || !mayLose || dice().chance(0.7)) {
            return;
        }
        SimNode victim = dice().pick(world().nodes());
        if (lost.contains(victim)) {
            return;
        }
        lost.add(victim);
        struck("" + victim);
        victim.loseDisk();
        until(dice().magnitude(Setup.MILLI, 4 * Setup.SECOND), victim::boot);
    }

    private static boolean open(Raft raft) {
        return raft.membershipAt(raft.commit()).bound();
    }
}
