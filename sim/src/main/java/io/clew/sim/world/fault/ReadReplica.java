package io.clew.sim.world.fault;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.SimNode;

import java.util.List;

/** Machines that only follow come, or go again. */
final class ReadReplica extends MemberChange {
    private static final int JOINING_MAX = 2;
    private static final double GOES_SHARE = 0.4;

    ReadReplica() {
        super("read replica");
    }

    @Override
    void strike(Episode episode, Membership members) {
        List<Member> replicas = members.replicas();
        if (!replicas.isEmpty() && episode.dice().chance(GOES_SHARE)) {
            Member leaving = episode.dice().pick(replicas);
            episode.world().operator().order(episode, Order.remove(List.of(leaving.id())));
            episode.struck(leaving + " goes");
            return;
        }
        List<SimNode> joining = fresh(episode, members, episode.dice().between(1, JOINING_MAX));
        if (!joining.isEmpty()) {
            episode.world().operator().order(episode, Order.addReplicas(joining));
            episode.struck(joining + " come");
        }
    }
}
