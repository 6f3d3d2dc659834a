package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.World;

/** A node is to give all its replicas away and, mostly while these still move, gets some again. */
final class Drain extends MemberChange {
    private static final double FOR_GOOD_SHARE = 0.2;

    Drain() {
        super("drain");
    }

    @Override
    public boolean movesReplicas() {
        return true;
    }

    @Override
    void strike(Episode episode, Membership members) {
        World world = episode.world();
        NodeId node = voters(episode, members, 1).getFirst();
        boolean back = !episode.dice().chance(FOR_GOOD_SHARE);
        world.operator().order(episode, new Order.Drain(node, true));
        if (back) {
            episode.after(
                    episode.lastsNanos() / 2,
                    () -> world.operator().order(episode, new Order.Drain(node, false)));
        }
        episode.struck(node + (back ? " and back" : ""));
    }
}
