package io.clew.sim.world.check;

/** Nobody but a candidate, who votes for itself, makes a new term (Raft §5.2, PreVote §9.6). */
final class TermsHaveCandidates extends Check {
    private long newest;

    TermsHaveCandidates() {
        super("a term begins with a candidate");
    }

    @Override
    void after(Step step) {
        long term = step.term();
        if (term <= newest) {
            return;
        }
        newest = term;
        require(
                step.raft().vote().equals(step.id()),
                () -> step.machine() + " is in term " + term + ", in which nobody stands");
    }
}
