package io.clew.engine;

import io.clew.engine.api.KeyLimits;
import io.clew.engine.raft.RaftConfig;

/**
 * Limits and timings of a node; the simulator draws small ones.
 *
 * @param electionMinNanos shortest election timeout, also the time after which a leader without a
 *     majority steps down
 * @param electionMaxNanos longest election timeout
 * @param heartbeatNanos time between heartbeats
 * @param requestTimeoutNanos after which a pending request is answered as unknown or refused
 * @param appendBytesMax bytes of entries in one append; a single larger entry travels alone
 * @param windowMessages appends to one follower that may be unanswered
 * @param windowBytes their bytes
 * @param uncommittedBytesMax bytes appended and not yet committed before writes are refused
 * @param pendingMax requests in flight before more are refused
 * @param snapshotLogBytes size of the log that triggers a snapshot, more where the state is large
 * @param retainedLogBytes size of the log's end that is kept in memory for followers after one
 * @param chunkBytes size of a snapshot chunk
 * @param snapshotBytesPerSecond how much of snapshots is read for all followers together
 * @param applyEntriesMax entries applied in one step; the next one goes on
 * @param stateBytesMax what the states of all shards may hold before values are refused
 * @param keyLimits how much is remembered of keyed writes
 * @param bootstrapMajority a new cluster may accept writes before all of its members have been seen
 * @param sharding how keys and replicas are spread
 */
public record EngineConfig(
        long electionMinNanos,
        long electionMaxNanos,
        long heartbeatNanos,
        long requestTimeoutNanos,
        int appendBytesMax,
        int windowMessages,
        int windowBytes,
        long uncommittedBytesMax,
        int pendingMax,
        long snapshotLogBytes,
        long retainedLogBytes,
        int chunkBytes,
        long snapshotBytesPerSecond,
        int applyEntriesMax,
        long stateBytesMax,
        KeyLimits keyLimits,
        boolean bootstrapMajority,
        ShardingConfig sharding) {

    private static final long MILLI = 1_000_000;

    public EngineConfig with(ShardingConfig other) {
        return new EngineConfig(
                electionMinNanos,
                electionMaxNanos,
                heartbeatNanos,
                requestTimeoutNanos,
                appendBytesMax,
                windowMessages,
                windowBytes,
                uncommittedBytesMax,
                pendingMax,
                snapshotLogBytes,
                retainedLogBytes,
                chunkBytes,
                snapshotBytesPerSecond,
                applyEntriesMax,
                stateBytesMax,
                keyLimits,
                bootstrapMajority,
                other);
    }

    public static EngineConfig production() {
        return new EngineConfig(
                500 * MILLI,
                1000 * MILLI,
                100 * MILLI,
                5000 * MILLI,
                128 << 10,
                64,
                4 << 20,
                64L << 20,
                20_000,
                64L << 20,
                8L << 20,
                128 << 10,
                64L << 20,
                1024,
                Long.MAX_VALUE,
                KeyLimits.PRODUCTION,
                false,
                ShardingConfig.ONE);
    }

    /** What Raft alone needs of it. */
    RaftConfig raft() {
        return new RaftConfig(
                electionMinNanos,
                electionMaxNanos,
                heartbeatNanos,
                appendBytesMax,
                windowMessages,
                windowBytes,
                uncommittedBytesMax,
                bootstrapMajority,
                sharding.shards());
    }
}
