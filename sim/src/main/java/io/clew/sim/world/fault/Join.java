package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.SimNode;

import java.util.List;

/** One or two machines are taken in, to vote once they have caught up. */
final class Join extends MemberChange {
    private static final int JOINING_MAX = 2;

    Join() {
        super("join");
    }

    @Override
    void strike(Episode episode, Membership members) {
        List<SimNode> joining = fresh(episode, members, episode.dice().between(1, JOINING_MAX));
        if (!joining.isEmpty()) {
            episode.world().operator().order(episode, Order.replace(joining, List.of()));
            episode.struck("" + joining);
        }
    }
}
