package io.clew.sim.world.check;

import io.clew.engine.SnapshotTask;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import java.util.Map;
import java.util.TreeMap;

/** Whoever has applied the same entries is in the same configuration, also in its snapshots. */
final class EqualConfiguration extends Check {
    private final CommittedLog committed;

    /** Committed configurations by their index. */
    private final TreeMap<Long, Membership> known = new TreeMap<>();

    private final long[] compared;
    private long read;

    EqualConfiguration(CommittedLog committed, int nodes) {
        super("equal configuration at equal applied index");
        this.committed = committed;
        this.compared = new long[nodes];
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        compared[node.number()] = -1;
    }

    @Override
    void after(Step step) {
        long applied = step.applied();
        if (applied != compared[step.number()]) {
            compared[step.number()] = applied;
            compare(step, applied, step.raft().membershipAt(applied));
        }
        for (SnapshotTask task : step.effects().tasks()) {
            if (task instanceof SnapshotTask.Save save) {
                compare(step, save.state().last().index(), save.state().membership());
            }
        }
    }

    private void compare(Step step, long applied, Membership membership) {
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
