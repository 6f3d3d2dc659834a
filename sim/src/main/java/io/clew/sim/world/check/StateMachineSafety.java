package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/** No two nodes commit different entries at one index (Raft §5.4.3). */
final class StateMachineSafety extends Check {
    private final CommittedLog committed;

    /** Up to where each node's commits have been compared. */
    private final long[] compared;

    StateMachineSafety(CommittedLog committed, int nodes) {
        super("state machine safety");
        this.committed = committed;
        this.compared = new long[nodes];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        compared[node.number()] = 0;
    }

    @Override
    void after(Step step) {
        ShadowLog log = step.shadow().handed();
        long commit = step.commit();
        long from = Math.max(compared[step.number()], log.base().index());
        require(
                log.base().index() <= committed.lastIndex(),
                () -> step.machine() + " has a snapshot of what nobody committed, " + log.base());
        for (long i = from + 1; i <= commit; i++) {
            Entry entry = log.at(i);
            long index = i;
            if (entry == null) {
                require(false, () -> step.machine() + " commits " + index + ", which it lacks");
                return;
            }
            if (i > committed.lastIndex()) {
                committed.add(entry, step.term());
            }
            require(
                    committed.at(i).equals(entry),
                    () -> step.machine() + " commits another entry at " + entry.id());
        }
        compared[step.number()] = Math.max(from, commit);
    }
}
