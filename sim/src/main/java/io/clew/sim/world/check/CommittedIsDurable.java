package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;

import java.util.List;

/** What is committed is on the disks of a majority, synced. */
final class CommittedIsDurable extends Check {
    private final CommittedLog committed;
    private final List<Shadow> shadows;
    private long checked;

    CommittedIsDurable(CommittedLog committed, List<Shadow> shadows) {
        super("committed entries are durable on a majority");
        this.committed = committed;
        this.shadows = shadows;
    }

    @Override
    void after(Step step) {
        while (checked < committed.lastIndex()) {
            Entry entry = committed.at(++checked);
            int copies = 0;
            for (Shadow shadow : shadows) {
                // A disk that was lost since its acknowledgement is the majority's to bear.
                if (shadow.durable().covers(entry.id()) || shadow.buried(entry.id())) {
                    copies++;
                }
            }
            int found = copies;
            require(
                    2 * copies > shadows.size(),
                    () ->
                            step.machine()
                                    + " commits "
                                    + entry.id()
                                    + ", durable on "
                                    + found
                                    + " of "
                                    + shadows.size());
        }
    }
}
