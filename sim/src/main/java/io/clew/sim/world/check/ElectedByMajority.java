package io.clew.sim.world.check;

import io.clew.engine.api.Status.Role;

/** Whoever leads has really been given the votes of a majority in that very term. */
final class ElectedByMajority extends Check {
    private final OneVoteATerm votes;
    private final int nodes;

    /** The last term in which each node was found to be elected. */
    private final long[] elected;

    ElectedByMajority(OneVoteATerm votes, int nodes) {
        super("elected by a majority");
        this.votes = votes;
        this.nodes = nodes;
        this.elected = new long[nodes];
    }

    @Override
    void after(Step step) {
        long term = step.status().term();
        if (step.status().role() != Role.LEADER || elected[step.number()] == term) {
            return;
        }
        elected[step.number()] = term;
        int given = votes.count(term, step.number(), step.status().node());
        require(
                2 * given > nodes,
                () -> step.machine() + " leads term " + term + " with " + given + " votes");
    }
}
