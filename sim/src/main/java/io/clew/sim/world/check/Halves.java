package io.clew.sim.world.check;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import java.util.List;
import java.util.function.Predicate;

/** Counts majorities, in words of its own: while a change is joint, of both halves. */
final class Halves {
    private Halves() {}

    static boolean agree(Membership membership, Predicate<NodeId> holds) {
        return majority(membership.voters(), holds)
                && (!membership.joint() || majority(membership.outgoing(), holds));
    }

    static boolean majority(List<Member> half, Predicate<NodeId> holds) {
        long count = half.stream().filter(m -> m.id().bound() && holds.test(m.id())).count();
        return 2 * count > half.size();
    }
}
