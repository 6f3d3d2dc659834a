package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/** A follower cuts off only what contradicts its leader, never what agrees (Raft §5.3). */
final class CutsAreConflicts extends Check {
    private final long[] term;

    CutsAreConflicts(int nodes) {
        super("only what contradicts the leader is cut off");
        term = new long[nodes];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        term[node.number()] = 0;
    }

    @Override
    void after(Step step) {
        // Two leaders, heard in one step, may put the same entry back.
        boolean oneLeader = step.term() == term[step.number()];
        term[step.number()] = step.term();
        LogWrite write = step.write();
        Entry cut = step.shadow().cut();
        if (write == null || cut == null || !oneLeader) {
            return;
        }
        require(
                write.entries().stream().anyMatch(entry -> entry.index() == cut.index()),
                () -> step.machine() + " cuts off " + cut.id() + " and what follows");
    }
}
