package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

import java.util.List;

/** Machines are to join, and while they catch up they are to go again. */
final class ChangeOfMind extends MemberChange {
    private static final long PATIENCE_NANOS_MAX = Setup.SECOND;

    ChangeOfMind() {
        super("change of mind");
    }

    @Override
    void strike(Episode episode, Membership members) {
        List<SimNode> joining = fresh(episode, members, episode.dice().between(1, 2));
        if (joining.isEmpty()) {
            return;
        }
        var back = Order.remove(joining.stream().map(SimNode::id).toList());
        episode.world().operator().order(episode, Order.replace(joining, List.of()));
        episode.after(
                episode.dice().magnitude(Setup.MILLI, PATIENCE_NANOS_MAX),
                () -> episode.world().operator().order(episode, back));
        episode.struck(joining + " and back");
    }
}
