package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

/** Whoever leads has really been given the votes of a majority in that very term. */
final class ElectedByMajority extends Check {
    private final OneVoteATerm votes;
    private final Configurations configurations;

    /** The last term in which each node was found to be elected. */
    private final long[] elected;

    ElectedByMajority(OneVoteATerm votes, Configurations configurations, int nodes) {
        super("elected by a majority");
        this.votes = votes;
        this.configurations = configurations;
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
        // A leader may begin a change in the very step in which it is elected.
        Membership membership = configurations.before(step);
        require(
                // The own vote counts even if nobody else was asked for one.
                Halves.agree(membership, id -> id.equals(self) || votes.has(id, term, self)),
                () -> step.machine() + " leads term " + term + " without a majority's votes");
    }
}
