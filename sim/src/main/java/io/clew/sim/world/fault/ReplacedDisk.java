package io.clew.sim.world.fault;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Order;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

import java.util.List;

/** A member loses its disk, comes back as somebody else, and takes the place of who it was. */
final class ReplacedDisk extends MemberChange {
    private static final double IN_ONE_STEP_SHARE = 0.7;
    private static final long AWAY_NANOS_MAX = Setup.SECOND;

    ReplacedDisk() {
        super("replaced disk");
    }

    @Override
    void strike(Episode episode, Membership members) {
        Member member = dead(episode, members);
        SimNode machine = episode.world().node(member.address());
        if (machine == null || machine.hasDamagedDisk()) {
            return;
        }
        if (machine.id().equals(member.id())) {
            if (!mayLoseDisk(episode, machine)) {
                return;
            }
            machine.loseDisk(episode);
        }
        episode.after(
                episode.dice().magnitude(Setup.MILLI, AWAY_NANOS_MAX),
                () -> replace(episode, machine, member, members.isReplica(member.id())));
        episode.atEnd(machine::boot);
        episode.struck(machine + " in place of " + member.id());
    }

    /** One who lost its disk before, if there is any. */
    private static Member dead(Episode episode, Membership members) {
        for (Member member : members.members()) {
            if (member.id().bound() && episode.world().node(member.id()) == null) {
                return member;
            }
        }
        return episode.dice().pick(members.members());
    }

    private static void replace(Episode episode, SimNode machine, Member member, boolean replica) {
        machine.boot();
        if (!machine.up() || machine.id().equals(member.id())) {
            return;
        }
        var self = List.of(new Member(machine.id(), machine.address()));
        var gone = List.of(member.id());
        List<Member> voters = replica ? List.of() : self;
        List<Member> replicas = replica ? self : List.of();
        if (episode.dice().chance(IN_ONE_STEP_SHARE)) {
            episode.world().operator().order(episode, new Order.Change(voters, replicas, gone));
        } else {
            episode.world().operator().order(episode, Order.remove(gone));
            episode.world()
                    .operator()
                    .order(episode, new Order.Change(voters, replicas, List.of()));
        }
    }
}
