package io.clew.sim.schedule;

import io.clew.engine.EngineConfig;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Setup;

/**
 * Draws the limits of engine and storage from production values down to the smallest that work, so
 * that what takes days in production happens within seconds.
 */
final class Limits {
    private static final double SHORT_SHARE = 0.8;

    private final double smallShare;
    private final double shortShare;
    private final long shortBytesMax;
    private final double hastyShare;

    Limits(Profile profile) {
        this.smallShare = profile.smallShare();
        this.shortShare = profile.shortLogs() ? 1 : SHORT_SHARE;
        this.hastyShare = profile.lateMembers() ? 0.6 : 0.1;
        this.shortBytesMax = profile.shortLogs() ? 2_500 : 20_000;
    }

    EngineConfig engine(Dice dice, int valueBytesMax) {
        var production = EngineConfig.production();
        int append = small(dice) ? (int) dice.magnitude(64, 8_000) : production.appendBytesMax();
        return new EngineConfig(
                production.electionMinNanos(),
                production.electionMaxNanos(),
                production.heartbeatNanos(),
                dice.magnitude(500 * Setup.MILLI, production.requestTimeoutNanos()),
                append,
                small(dice) ? dice.between(1, 8) : production.windowMessages(),
                small(dice) ? (int) dice.magnitude(append, 4L * append) : production.windowBytes(),
                small(dice)
                        ? dice.magnitude(4L * valueBytesMax, 40L * valueBytesMax)
                        : production.uncommittedBytesMax(),
                small(dice) ? dice.between(3, 20) : production.pendingMax(),
                dice.chance(shortShare)
                        ? dice.magnitude(500, shortBytesMax)
                        : production.snapshotLogBytes(),
                dice.chance(shortShare)
                        ? dice.magnitude(1, shortBytesMax / 4)
                        : production.retainedLogBytes(),
                small(dice) ? (int) dice.magnitude(64, 4_000) : production.chunkBytes(),
                dice.chance(hastyShare));
    }

    StorageConfig storage(Dice dice) {
        var production = StorageConfig.production();
        return new StorageConfig(
                dice.chance(0.9) ? (int) dice.magnitude(1 << 10, 64 << 10) : 1 << 20,
                small(dice) ? (int) dice.magnitude(512, 8 << 10) : production.prefillSliceBytes(),
                small(dice) ? (int) dice.magnitude(64, 4 << 10) : production.snapshotBlockBytes(),
                small(dice) ? (int) dice.magnitude(256, 8 << 10) : production.snapshotSyncBytes());
    }

    private boolean small(Dice dice) {
        return dice.chance(smallShare);
    }
}
