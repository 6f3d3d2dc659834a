package io.clew.engine;

import io.clew.engine.api.KeyLimits;

/** Production settings, but for what a test needs to be otherwise. */
final class TestConfigs {
    private static final EngineConfig PRODUCTION = EngineConfig.production();

    private TestConfigs() {}

    /** Snapshots are due after a few entries. */
    static EngineConfig smallLog() {
        return snapshots(500, 60);
    }

    static EngineConfig snapshots(long logBytes, long retainedBytes) {
        return config(logBytes, retainedBytes, PRODUCTION.keyLimits(), false);
    }

    static EngineConfig keyLimits(KeyLimits limits) {
        return config(PRODUCTION.snapshotLogBytes(), PRODUCTION.retainedLogBytes(), limits, false);
    }

    static EngineConfig foundedByAMajority() {
        return config(
                PRODUCTION.snapshotLogBytes(),
                PRODUCTION.retainedLogBytes(),
                PRODUCTION.keyLimits(),
                true);
    }

    /** Snapshots are due after a few entries, and are sent so slowly. */
    static EngineConfig slowTransfer(long bytesPerSecond) {
        return config(
                500,
                60,
                bytesPerSecond,
                PRODUCTION.applyEntriesMax(),
                PRODUCTION.keyLimits(),
                false);
    }

    /** A step applies so many entries at most. */
    static EngineConfig shortSteps(int applyEntriesMax) {
        return config(
                PRODUCTION.snapshotLogBytes(),
                PRODUCTION.retainedLogBytes(),
                PRODUCTION.snapshotBytesPerSecond(),
                applyEntriesMax,
                PRODUCTION.keyLimits(),
                false);
    }

    /** So few requests are in flight at a time. */
    static EngineConfig few(int pendingMax) {
        return new EngineConfig(
                PRODUCTION.electionMinNanos(),
                PRODUCTION.electionMaxNanos(),
                PRODUCTION.heartbeatNanos(),
                PRODUCTION.requestTimeoutNanos(),
                PRODUCTION.appendBytesMax(),
                PRODUCTION.windowMessages(),
                PRODUCTION.windowBytes(),
                PRODUCTION.uncommittedBytesMax(),
                pendingMax,
                PRODUCTION.snapshotLogBytes(),
                PRODUCTION.retainedLogBytes(),
                PRODUCTION.chunkBytes(),
                PRODUCTION.snapshotBytesPerSecond(),
                PRODUCTION.applyEntriesMax(),
                PRODUCTION.stateBytesMax(),
                PRODUCTION.keyLimits(),
                false,
                PRODUCTION.sharding());
    }

    private static EngineConfig config(
            long snapshotLogBytes, long retainedLogBytes, KeyLimits limits, boolean majority) {
        return config(
                snapshotLogBytes,
                retainedLogBytes,
                PRODUCTION.snapshotBytesPerSecond(),
                PRODUCTION.applyEntriesMax(),
                limits,
                majority);
    }

    private static EngineConfig config(
            long snapshotLogBytes,
            long retainedLogBytes,
            long snapshotBytesPerSecond,
            int applyEntriesMax,
            KeyLimits limits,
            boolean majority) {
        return new EngineConfig(
                PRODUCTION.electionMinNanos(),
                PRODUCTION.electionMaxNanos(),
                PRODUCTION.heartbeatNanos(),
                PRODUCTION.requestTimeoutNanos(),
                PRODUCTION.appendBytesMax(),
                PRODUCTION.windowMessages(),
                PRODUCTION.windowBytes(),
                PRODUCTION.uncommittedBytesMax(),
                PRODUCTION.pendingMax(),
                snapshotLogBytes,
                retainedLogBytes,
                PRODUCTION.chunkBytes(),
                snapshotBytesPerSecond,
                applyEntriesMax,
                PRODUCTION.stateBytesMax(),
                limits,
                majority,
                ShardingConfig.ONE);
    }

    /** States may not hold more than that. */
    static EngineConfig roomFor(long stateBytesMax) {
        return new EngineConfig(
                PRODUCTION.electionMinNanos(),
                PRODUCTION.electionMaxNanos(),
                PRODUCTION.heartbeatNanos(),
                PRODUCTION.requestTimeoutNanos(),
                PRODUCTION.appendBytesMax(),
                PRODUCTION.windowMessages(),
                PRODUCTION.windowBytes(),
                PRODUCTION.uncommittedBytesMax(),
                PRODUCTION.pendingMax(),
                PRODUCTION.snapshotLogBytes(),
                PRODUCTION.retainedLogBytes(),
                PRODUCTION.chunkBytes(),
                PRODUCTION.snapshotBytesPerSecond(),
                PRODUCTION.applyEntriesMax(),
                stateBytesMax,
                PRODUCTION.keyLimits(),
                false,
                PRODUCTION.sharding());
    }
}
