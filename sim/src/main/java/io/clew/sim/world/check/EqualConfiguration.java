package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.storage.SnapshotState;

/** Whoever has applied the same entries is in the same configuration, also in its snapshots. */
final class EqualConfiguration extends EqualWhenApplied<Membership> {
    private final CommittedLog committed;

    EqualConfiguration(CommittedLog committed, int nodes) {
        super("equal configuration at equal applied index", nodes);
        this.committed = committed;
    }

    @Override
    Membership inForce(Step step) {
        return step.raft().configuredAt(step.applied()).membership();
    }

    @Override
    Membership saved(SnapshotState snapshot) {
        return snapshot.membership();
    }

    @Override
    void compare(Step step, long applied, Membership membership) {
        Membership inForce = committed.configurationAt(applied);
        require(
                inForce == null || inForce.equals(membership),
                () -> step.machine() + " is in " + membership + " after entry " + applied);
    }
}
