package io.clew.sim.world.check;

/** Nobody but a candidate, who votes for itself, makes a new term (Raft §5.2, PreVote §9.6). */
final class TermsHaveCandidates extends Check {
    private long newest;

    TermsHaveCandidates() {
        super("a term begins with a candidate");
    }

    /** The founders of a shard begin in a term that nobody leads. */
    private static final long FOUNDERS = 1;

    @Override
    void after(Step step) {
        long term = step.term();
        if (term <= newest) {
            return;
        }
        newest = term;
        require(
                step.raft().vote().equals(step.id()) || (step.shard() != 0 && term == FOUNDERS),
                () -> step.machine() + " is in term " + term + ", in which nobody stands");
    }
}
