package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;

/**
 * A leader begins a change of the configuration only when the one before is committed, and only
 * after an entry of its own term is (the bug of single-server changes, 2015).
 */
final class OneChangeAtATime extends Check {
    /** Where each node's latest configuration is in its log. */
    private final long[] latest;

    OneChangeAtATime(int nodes) {
        super("one change of the configuration at a time");
        latest = new long[nodes];
    }

    @Override
    void after(Step step) {
        LogWrite write = step.write();
        if (write == null) {
            return;
        }
        int node = step.number();
        long commit = step.commit();
        for (Entry entry : write.entries()) {
            if (entry.kind() != Entry.Kind.MEMBERSHIP) {
                continue;
            }
            long before = latest[node];
            latest[node] = entry.index();
            if (entry.term() != step.leads() || entry.index() == 1) {
                continue; // Of another leader, who was held to it; or the very first.
            }
            long committedTerm = step.shadow().handed().termAt(commit);
            require(
                    (before >= entry.index() || before <= commit)
                            && (committedTerm == step.leads() || committedTerm == -1),
                    () ->
                            step.machine()
                                    + " begins configuration "
                                    + entry.id()
                                    + " with "
                                    + commit
                                    + " committed and one before at "
                                    + before);
        }
    }
}
