package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;

/** A leader has every entry that was committed in an earlier term (Raft §5.4). */
final class LeaderCompleteness extends Check {
    private final CommittedLog committed;

    /** The term in which each node leads, 0 while it does not, and what it was checked against. */
    private final long[] leads;

    private final long[] checked;

    LeaderCompleteness(CommittedLog committed, int nodes) {
        super("leader completeness");
        this.committed = committed;
        this.leads = new long[nodes];
        this.checked = new long[nodes];
    }

    @Override
    void after(Step step) {
        int node = step.number();
        if (step.leads() == 0) {
            leads[node] = 0;
            return;
        }
        long term = step.term();
        if (leads[node] != term) {
            leads[node] = term;
            checked[node] = 0;
        }
        while (checked[node] < committed.lastIndex()) {
            Entry entry = committed.at(++checked[node]);
            // One that was elected long ago and did not know may lack what a later term committed.
            require(
                    committed.committedIn(entry.index()) >= term
                            || step.shadow().handed().covers(entry.id()),
                    () -> step.machine() + " leads term " + term + " and lacks " + entry.id());
        }
    }
}
