package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.SimNode;

import java.util.List;

/** Some voters, or all, are replaced by other machines in one step. */
final class Replacement extends MemberChange {
    Replacement() {
        super("replacement");
    }

    @Override
    void strike(Episode episode, Membership members) {
        int count = episode.dice().between(1, members.voters().size());
        List<SimNode> joining = fresh(episode, members, count);
        if (!joining.isEmpty()) {
            List<NodeId> leaving = voters(episode, members, joining.size());
            episode.world().operator().order(episode, Order.replace(joining, leaving));
            episode.struck(joining + " for " + leaving);
        }
    }
}
