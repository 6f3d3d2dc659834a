package io.clew.engine;

/**
 * How much log the shards of a node may have before their states are saved: one limit for all
 * together, since they share its memory and its disk.
 */
final class LogBudget {
    /** How many bytes of a large state are saved for each byte of the log that is saved by it. */
    private static final int STATE_PER_LOG = 4;

    /**
     * In limits: how much all shards may write until the least busy one is saved, too. Segments are
     * freed in their order, so that what it has in an old one keeps all that follow.
     */
    private static final int PATIENCE = 4;

    /** Least busy ones are saved one after the other, each so much of a limit after another. */
    private static final int TURNS = 64;

    private final long limit;
    private int shares;
    private long unsaved;
    private long applied;
    private long nextTurn;
    private long nextStuck;

    LogBudget(long limit) {
        this.limit = limit;
    }

    /** What one replica has used of it. */
    final class Share {
        /** Bytes applied since the last snapshot was begun. */
        private long own;

        /** What all shards had applied then. */
        private long since = applied;

        /** The first entry that cannot be applied yet, and so not saved; 0 for none. */
        private long stuck;

        /** What all shards had applied when it was written. */
        private long stuckSince;

        private Share() {}

        void applied(long bytes) {
            own += bytes;
            unsaved += bytes;
            applied += bytes;
        }

        /**
         * Whether the state should be saved now.
         *
         * @param stateBytes its size: in proportion to it, or a large one would be written again
         *     and again, faster than a follower can take it in, whose snapshot would always be out
         *     of date
         */
        boolean due(long stateBytes) {
            boolean worthIt = own >= stateBytes / STATE_PER_LOG;
            // Or as large as others are, on average, once all together are too large.
            boolean large = own >= limit || (unsaved >= limit && own * shares >= unsaved);
            return (worthIt && large) || late();
        }

        private boolean late() {
            return own > 0 && applied - since >= PATIENCE * limit && applied >= nextTurn;
        }

        /**
         * Whether what cannot be saved should be written once more, so that it keeps no old
         * segments: a shard without a majority would fill the disk that it shares with others. One
         * shard after the other, so that no write of the others waits for all of that at once.
         *
         * @param first the first entry that cannot be applied yet, 0 for none
         */
        boolean stuck(long first) {
            if (first != stuck) {
                stuck = first;
                stuckSince = applied;
            }
            boolean due =
                    first != 0 && applied - stuckSince >= PATIENCE * limit && applied >= nextStuck;
            if (due) {
                stuckSince = applied;
                nextStuck = applied + limit / TURNS;
            }
            return due;
        }

        /** A snapshot is begun, or one of the leader's has taken the place of the state. */
        void saved() {
            if (late()) {
                nextTurn = applied + limit / TURNS;
            }
            forget();
        }

        /** The replica is gone. */
        void end() {
            forget();
            shares--;
        }

        private void forget() {
            unsaved -= own;
            own = 0;
            since = applied;
        }

        /** Its part of what is kept of the logs for those that are behind. */
        long part(long bytes) {
            return bytes / shares;
        }
    }

    /** Of a replica that this node holds from now on. */
    Share share() {
        shares++;
        return new Share();
    }
}
