package io.clew.engine;

import io.clew.engine.api.KeyLimits;

/** Production settings, but for what a test needs to be otherwise. */
final class TestConfigs {
    private static final EngineConfig PRODUCTION = EngineConfig.production();

    private int pendingMax = PRODUCTION.pendingMax();
    private long snapshotLogBytes = PRODUCTION.snapshotLogBytes();
    private long retainedLogBytes = PRODUCTION.retainedLogBytes();
    private long snapshotBytesPerSecond = PRODUCTION.snapshotBytesPerSecond();
    private int applyEntriesMax = PRODUCTION.applyEntriesMax();
    private long stateBytesMax = PRODUCTION.stateBytesMax();
    private KeyLimits keyLimits = PRODUCTION.keyLimits();
    private boolean bootstrapMajority;

    private TestConfigs() {}

    /** Snapshots are due after a few entries. */
    static EngineConfig smallLog() {
        return snapshots(500, 60);
    }

    static EngineConfig snapshots(long logBytes, long retainedBytes) {
        var other = new TestConfigs();
        other.snapshotLogBytes = logBytes;
        other.retainedLogBytes = retainedBytes;
        return other.config();
    }

    static EngineConfig keyLimits(KeyLimits limits) {
        var other = new TestConfigs();
        other.keyLimits = limits;
        return other.config();
    }

    static EngineConfig foundedByAMajority() {
        var other = new TestConfigs();
        other.bootstrapMajority = true;
        return other.config();
    }

    /** Snapshots are due after a few entries, and are sent so slowly. */
    static EngineConfig slowTransfer(long bytesPerSecond) {
        var other = new TestConfigs();
        other.snapshotLogBytes = 500;
        other.retainedLogBytes = 60;
        other.snapshotBytesPerSecond = bytesPerSecond;
        return other.config();
    }

    /** A step applies so many entries at most. */
    static EngineConfig shortSteps(int applyEntriesMax) {
        var other = new TestConfigs();
        other.applyEntriesMax = applyEntriesMax;
        return other.config();
    }

    /** So few requests are in flight at a time. */
    static EngineConfig few(int pendingMax) {
        var other = new TestConfigs();
        other.pendingMax = pendingMax;
        return other.config();
    }

    /** States may not hold more than that. */
    static EngineConfig roomFor(long stateBytesMax) {
        var other = new TestConfigs();
        other.stateBytesMax = stateBytesMax;
        return other.config();
    }

    private EngineConfig config() {
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
                snapshotLogBytes,
                retainedLogBytes,
                PRODUCTION.chunkBytes(),
                snapshotBytesPerSecond,
                applyEntriesMax,
                stateBytesMax,
                keyLimits,
                bootstrapMajority,
                PRODUCTION.sharding());
    }
}
