package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;

import java.util.List;

/** A voter or two are removed, the leader not excepted. */
final class Leave extends MemberChange {
    private static final double TWO_SHARE = 0.2;

    Leave() {
        super("leave");
    }

    @Override
    void strike(Episode episode, Membership members) {
        int count = Math.min(episode.dice().chance(TWO_SHARE) ? 2 : 1, members.voters().size() - 1);
        List<NodeId> leaving = voters(episode, members, count);
        if (!leaving.isEmpty()) {
            episode.world().operator().order(episode, Order.remove(leaving));
            episode.struck("" + leaving);
        }
    }
}
