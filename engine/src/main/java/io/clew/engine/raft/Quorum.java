package io.clew.engine.raft;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The one place that decides what a majority is: for commit, vote, pre-vote, leadership and reads
 * alike. While a joint change is under way both halves must agree (Raft §6).
 */
public final class Quorum {
    private Quorum() {}

    /** Whether the members that satisfy the predicate are a majority of every half. */
    public static boolean reached(Membership membership, Predicate<NodeId> agrees) {
        return majority(membership.voters(), agrees)
                && (membership.outgoing().isEmpty() || majority(membership.outgoing(), agrees));
    }

    /**
     * The highest position that a majority of every half has reached.
     *
     * @param position how far a member is, 0 for nothing; not asked for members without identity
     */
    public static long position(Membership membership, ToLongFunction<NodeId> position) {
        long incoming = median(membership.voters(), position);
        return membership.outgoing().isEmpty()
                ? incoming
                : Math.min(incoming, median(membership.outgoing(), position));
    }

    private static boolean majority(List<Member> members, Predicate<NodeId> agrees) {
        int n = 0;
        for (Member member : members) {
            if (member.id().bound() && agrees.test(member.id())) {
                n++;
            }
        }
        return n > members.size() / 2;
    }

    private static long median(List<Member> members, ToLongFunction<NodeId> position) {
        long[] positions = new long[members.size()];
        for (int i = 0; i < positions.length; i++) {
            NodeId id = members.get(i).id();
            positions[i] = id.bound() ? position.applyAsLong(id) : 0;
        }
        Arrays.sort(positions);
        // Of n positions in ascending order, n/2+1 lie at or above this one.
        return positions.length == 0 ? 0 : positions[(positions.length - 1) / 2];
    }
}
