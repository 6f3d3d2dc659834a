package io.clew.sim.world.check;

/** A leader commits entries of older terms only together with one of its own (Raft §5.4.2). */
final class CommitsInItsOwnTerm extends Check {
    private final long[] leads;
    private final long[] commit;

    CommitsInItsOwnTerm(int nodes) {
        super("a leader commits in its own term");
        leads = new long[nodes];
        commit = new long[nodes];
    }

    @Override
    void after(Step step) {
        int node = step.number();
        long term = step.leads();
        long now = step.commit();
        // The step of an election may also have learned something as a follower.
        if (term != 0 && leads[node] == term && now > commit[node]) {
            long entry = step.shadow().handed().termAt(now);
            require(
                    entry == term || entry == -1,
                    () ->
                            step.machine()
                                    + " leads term "
                                    + term
                                    + " and commits entry "
                                    + now
                                    + " of term "
                                    + entry);
        }
        leads[node] = term;
        commit[node] = now;
    }
}
