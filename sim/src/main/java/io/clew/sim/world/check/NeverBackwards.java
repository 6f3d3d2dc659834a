package io.clew.sim.world.check;

import io.clew.engine.raft.LogWrite;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/** Term, commit and applied index only grow, and what is committed stays. */
final class NeverBackwards extends Check {
    private final long[] term;
    private final long[] commit;
    private final long[] applied;

    NeverBackwards(int nodes) {
        super("nothing goes backwards");
        term = new long[nodes];
        commit = new long[nodes];
        applied = new long[nodes];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        // Only the term must survive; how much of it was saved, recovery is checked for.
        term[node.number()] = 0;
        commit[node.number()] = 0;
        applied[node.number()] = 0;
    }

    @Override
    void after(Step step) {
        int node = step.number();
        require(
                step.term() >= term[node]
                        && step.commit() >= commit[node]
                        && step.applied() >= applied[node],
                () ->
                        step.machine()
                                + " was at term "
                                + term[node]
                                + ", commit "
                                + commit[node]
                                + ", applied "
                                + applied[node]
                                + " and is at "
                                + step);
        checkTruncation(step, commit[node]);
        term[node] = step.term();
        commit[node] = step.commit();
        applied[node] = step.applied();
    }

    private void checkTruncation(Step step, long committed) {
        LogWrite write = step.write();
        require(
                write == null || write.firstIndex() == 0 || write.firstIndex() > committed,
                () -> step.machine() + " had committed " + committed + " and writes " + write);
    }
}
