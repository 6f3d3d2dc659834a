package io.clew.engine;

import io.clew.engine.kv.StateMachine;

/**
 * How much the states of all shards of a node may hold together before it accepts no more values:
 * the process that runs out of memory serves nobody, and starts with the same state again.
 */
final class StateBudget {
    /** What a key costs in memory beside its own bytes and those of its value. */
    private static final int KEY_BYTES = 100;

    private final long limit;
    private long held;

    StateBudget(long limit) {
        this.limit = limit;
    }

    /** What one replica has used of it. */
    final class Share {
        private long own;

        private Share() {}

        /** The state is this one now. */
        void holds(StateMachine state) {
            long now = state.sizeBytes() + (long) KEY_BYTES * state.size();
            held += now - own;
            own = now;
        }

        /** The replica is gone. */
        void end() {
            held -= own;
            own = 0;
        }
    }

    /** Of a replica that this node holds from now on. */
    Share share() {
        return new Share();
    }

    boolean full() {
        return held >= limit;
    }

    long limit() {
        return limit;
    }
}
