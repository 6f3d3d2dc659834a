package io.clew.sim.world.fault;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

import java.util.List;

/** A member leaves, crashes about then, and comes back later with its old disk. */
final class Relapse extends MemberChange {
    private static final long CRASHES_NANOS_MAX = Setup.SECOND;

    Relapse() {
        super("relapse");
    }

    @Override
    void strike(Episode episode, Membership members) {
        if (members.voters().size() < 2) {
            return;
        }
        NodeId leaving = voters(episode, members, 1).getFirst();
        SimNode machine = machine(episode, members, leaving);
        if (machine == null || !machine.id().equals(leaving)) {
            return;
        }
        episode.world().operator().order(episode, Order.remove(List.of(leaving)));
        episode.after(
                episode.dice().magnitude(Setup.MILLI, CRASHES_NANOS_MAX),
                () -> machine.crash(episode, episode.crashKind()));
        episode.atEnd(machine::boot);
        episode.struck("" + machine);
    }
}
