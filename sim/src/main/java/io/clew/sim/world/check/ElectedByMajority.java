package io.clew.sim.world.check;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import java.util.List;

/** Whoever leads has really been given the votes of a majority in that very term. */
final class ElectedByMajority extends Check {
    private final OneVoteATerm votes;

    /** The last term in which each node was found to be elected. */
    private final long[] elected;

    ElectedByMajority(OneVoteATerm votes, int nodes) {
        super("elected by a majority");
        this.votes = votes;
        this.elected = new long[nodes];
    }

    @Override
    void after(Step step) {
        long term = step.term();
        if (step.leads() == 0 || elected[step.number()] == term) {
            return;
        }
        elected[step.number()] = term;
        NodeId self = step.id();
        Membership membership = step.raft().membership();
        require(
                votedBy(membership.voters(), term, self)
                        && (!membership.joint() || votedBy(membership.outgoing(), term, self)),
                () -> step.machine() + " leads term " + term + " without a majority's votes");
    }

    private boolean votedBy(List<Member> half, long term, NodeId candidate) {
        int given = 0;
        for (Member voter : half) {
            // The own vote counts even if nobody else was asked for one.
            if (voter.id().equals(candidate) || votes.has(voter.id(), term, candidate)) {
                given++;
            }
        }
        return 2 * given > half.size();
    }
}
