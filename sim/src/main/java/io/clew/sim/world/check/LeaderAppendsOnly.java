package io.clew.sim.world.check;

import io.clew.engine.raft.LogWrite;

/** A leader adds to its log; it replaces nothing in it and takes no snapshot over (Raft §5.3). */
final class LeaderAppendsOnly extends Check {
    /** The term that each node led after its last step, 0 if none, and where its log ended. */
    private final long[] led;

    private final long[] last;

    LeaderAppendsOnly(int nodes) {
        super("a leader only appends to its log");
        led = new long[nodes];
        last = new long[nodes];
    }

    @Override
    void after(Step step) {
        int node = step.number();
        LogWrite write = step.write();
        boolean leadsOn = step.leads() != 0 && led[node] == step.leads();
        if (leadsOn && write != null) {
            LogWrite.SnapshotMark mark = write.mark();
            require(
                    (mark == null || !mark.reset())
                            && step.shadow().cut() == null
                            && write.firstIndex() <= last[node] + 1,
                    () ->
                            step.machine()
                                    + " leads term "
                                    + step.leads()
                                    + " with a log up to "
                                    + last[node]
                                    + " and writes "
                                    + write);
        }
        led[node] = step.leads();
        last[node] = step.last();
    }
}
