package io.clew.sim;

import io.clew.engine.EngineConfig;
import io.clew.sim.world.Setup;

/** What a cluster may take once it is healed: time without a leader, and messages for each call. */
public final class Budgets {
    private long leaderlessNanos;
    private double frames;
    private double bytes;

    /** A leader was there after a time, of a cluster that was open already. */
    void recovered(long nanos, EngineConfig engine) {
        leaderlessNanos = Math.max(leaderlessNanos, nanos);
    }

    /** A number of calls was answered, one after the other. */
    void served(int calls, long nanos, long framesSent, long bytesSent, Setup setup) {
        if (calls == 0) {
            return;
        }
        int others = setup.nodes() - 1;
        double beats = (double) nanos / setup.engine().heartbeatNanos();
        frames = Math.max(frames, (framesSent - 2 * others * beats) / calls / Math.max(1, others));
        bytes = Math.max(bytes, (double) bytesSent / calls / Math.max(1, others));
    }

    @Override
    public String toString() {
        return leaderlessNanos / 1_000_000 + " " + frames + " " + bytes;
    }
}
