package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

import java.util.List;

/**
 * Some voters, or all, are replaced by other machines in one step; now and then the leader dies in
 * the midst of it.
 */
final class Replacement extends MemberChange {
    private static final double LEADER_CRASHES_SHARE = 0.4;

    Replacement() {
        super("replacement");
    }

    private static void crashLeader(Episode episode) {
        SimNode leader = leader(episode);
        leader.crash(episode, episode.crashKind());
        episode.atEnd(leader::boot);
    }

    @Override
    void strike(Episode episode, Membership members) {
        int count = episode.dice().between(1, members.voters().size());
        List<SimNode> joining = fresh(episode, members, count);
        if (!joining.isEmpty()) {
            List<NodeId> leaving = voters(episode, members, joining.size());
            episode.world().operator().order(episode, Order.replace(joining, leaving));
            if (episode.dice().chance(LEADER_CRASHES_SHARE)) {
                episode.after(
                        episode.dice().magnitude(Setup.MILLI, Setup.SECOND),
                        () -> crashLeader(episode));
            }
            episode.struck(joining + " for " + leaving);
        }
    }
}
