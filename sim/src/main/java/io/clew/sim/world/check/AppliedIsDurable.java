package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;

/** What a node has applied is on its own disk, in the log or in a snapshot. */
final class AppliedIsDurable extends Check {
    private final CommittedLog committed;

    AppliedIsDurable(CommittedLog committed) {
        super("what is applied is on the own disk");
        this.committed = committed;
    }

    @Override
    void after(Step step) {
        long applied = step.applied();
        // A snapshot is durable before anything relies on it, and before the log says so.
        if (applied <= step.raft().snapshotLast().index() || applied > committed.lastIndex()) {
            return;
        }
        Entry entry = committed.at(applied);
        ShadowLog disk = step.shadow().durable();
        require(
                disk.covers(entry.id()),
                () -> step.machine() + " has applied " + entry.id() + ", its disk has " + disk);
    }
}
