package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.storage.SnapshotState;

import java.util.Map;
import java.util.TreeMap;

/** Whoever has applied the same entries is in the same configuration, also in its snapshots. */
final class EqualConfiguration extends EqualWhenApplied<Membership> {
    private final CommittedLog committed;

    /** Committed configurations by their index. */
    private final TreeMap<Long, Membership> known = new TreeMap<>();

    private long read;

    EqualConfiguration(CommittedLog committed, int nodes) {
        super("equal configuration at equal applied index", nodes);
        this.committed = committed;
    }

    @Override
    Membership inForce(Step step) {
        return step.raft().membershipAt(step.applied());
    }

    @Override
    Membership saved(SnapshotState snapshot) {
        return snapshot.membership();
    }

    @Override
    void compare(Step step, long applied, Membership membership) {
        while (read < committed.lastIndex()) {
            Entry entry = committed.at(++read);
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                known.put(read, Membership.decode(entry.payload()));
            }
        }
        Map.Entry<Long, Membership> inForce = known.floorEntry(applied);
        require(
                inForce == null || inForce.getValue().equals(membership),
                () -> step.machine() + " is in " + membership + " after entry " + applied);
    }
}
