package io.clew.sim.world.fault;

import io.clew.engine.raft.Raft;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

/**
 * A machine comes back with an empty disk at its old address. A minority of them may be lost in a
 * run, and only once the cluster is open: before that nothing was acknowledged, but it would wait
 * for the lost member for ever.
 */
final class LostDisk extends Fault {
    LostDisk() {
        super("lost disk");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 3.0;
    }

    @Override
    protected void strike(Episode episode) {
        World world = episode.world();
        SimProcess leader = leader(episode).process();
        boolean open = leader != null && open(leader.node().replica(0).raft());
        long lost = world.nodes().stream().filter(SimNode::hasLostDisk).count();
        boolean mayLose =
                2 * (lost + 1) < world.nodes().size()
                        && !world.setup().engine().bootstrapMajority();
        SimNode victim = episode.dice().pick(world.nodes());
        if (open && mayLose && !victim.hasLostDisk()) {
            victim.loseDisk(episode);
            episode.atEnd(victim::boot);
            episode.struck("" + victim);
        }
    }

    private static boolean open(Raft raft) {
        return raft.membershipAt(raft.commit()).bound();
    }
}
