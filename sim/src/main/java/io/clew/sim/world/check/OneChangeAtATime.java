package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;

/**
 * A leader begins a change of the configuration only when the one before is committed, and only
 * after an entry of its own term is (the bug of single-server changes, 2015).
 */
final class OneChangeAtATime extends Check {
    OneChangeAtATime() {
        super("one change of the configuration at a time");
    }

    @Override
    void after(Step step) {
        LogWrite write = step.write();
        if (write == null) {
            return;
        }
        long commit = step.commit();
        for (Entry entry : write.entries()) {
            if (entry.kind() != Entry.Kind.MEMBERSHIP) {
                continue;
            }
            if (entry.term() != step.leads() || entry.index() == 1) {
                continue; // Of another leader, who was held to it; or the very first.
            }
            long before = latestBefore(step, entry.index());
            long committedTerm = step.shadow().handed().termAt(commit);
            require(
                    before <= commit && (committedTerm == step.leads() || committedTerm == -1),
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

    /** Where the configuration before an index is, 0 if a snapshot covers it. */
    private static long latestBefore(Step step, long index) {
        long latest = 0;
        for (ShadowLog.Configured each : step.shadow().handed().configurations()) {
            latest = each.index() < index ? each.index() : latest;
        }
        return latest;
    }
}
