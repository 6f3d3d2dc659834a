package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import java.util.List;

/** What is committed is on the disks of a majority, synced. */
final class CommittedIsDurable extends Check {
    private final CommittedLog committed;
    private final Configurations configurations;
    private final List<Shadow> shadows;
    private long checked;

    CommittedIsDurable(
            CommittedLog committed, Configurations configurations, List<Shadow> shadows) {
        super("committed entries are durable on a majority");
        this.committed = committed;
        this.configurations = configurations;
        this.shadows = shadows;
    }

    @Override
    void after(Step step) {
        if (checked == committed.lastIndex()) {
            return;
        }
        List<Membership> inForce = configurations.during(step);
        while (checked < committed.lastIndex()) {
            Entry entry = committed.at(++checked);
            require(
                    inForce.stream().anyMatch(m -> Halves.agree(m, id -> has(id, entry.id()))),
                    () -> step.machine() + " commits " + entry.id() + ", without a majority");
        }
    }

    /** A disk that was lost since its acknowledgement is the majority's to bear. */
    private boolean has(NodeId voter, LogId entry) {
        return shadows.stream().anyMatch(s -> s.has(voter, entry));
    }
}
