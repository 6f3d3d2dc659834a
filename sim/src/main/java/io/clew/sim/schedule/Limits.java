package io.clew.sim.schedule;

import io.clew.engine.EngineConfig;
import io.clew.engine.ShardingConfig;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Setup;

/**
 * Draws the limits of engine and storage from production values down to the smallest that work, so
 * that what takes days in production happens within seconds.
 */
final class Limits {
    private static final double SHORT_SHARE = 0.8;

    private static final double LEAST_SHARE = 0.15;

    /** With fewer bytes a snapshot travels for longer than a healed cluster is given. */
    private static final int CHUNK_BYTES_MIN = 64;

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

    EngineConfig engine(Dice dice, int valueBytesMax, Room room) {
        var production = EngineConfig.production();
        int append = limit(dice, 1, 64, 8_000, production.appendBytesMax());
        // A snapshot of thousands of chunks on a slow link takes longer than anybody waits.
        int chunk = Math.max(CHUNK_BYTES_MIN, valueBytesMax / 16);
        KeyLimits keys = keys(dice.stream("keys"));
        return new EngineConfig(
                production.electionMinNanos(),
                production.electionMaxNanos(),
                production.heartbeatNanos(),
                dice.magnitude(500 * Setup.MILLI, production.requestTimeoutNanos()),
                append,
                limit(dice, 1, 2, 8, production.windowMessages()),
                limit(dice, 1, append, 4L * append, production.windowBytes()),
                limit(
                        dice,
                        1,
                        4L * valueBytesMax,
                        40L * valueBytesMax,
                        production.uncommittedBytesMax()),
                limit(dice, 1, 3, 20, production.pendingMax()),
                dice.chance(shortShare)
                        ? shortest(dice, 1, 500, shortBytesMax)
                        : production.snapshotLogBytes(),
                dice.chance(shortShare)
                        ? shortest(dice, 0, 1, shortBytesMax / 4)
                        : production.retainedLogBytes(),
                limit(dice, chunk, Math.max(64, chunk), 4_000, production.chunkBytes()),
                limit(
                        dice.stream("pace"),
                        200 * chunk,
                        200L * chunk,
                        20_000L * chunk,
                        production.snapshotBytesPerSecond()),
                limit(dice.stream("apply"), 1, 1, 8, production.applyEntriesMax()),
                room.bytes(keys),
                keys,
                dice.chance(hastyShare),
                ShardingConfig.ONE);
    }

    /** Tables so small that keys are forgotten while clients still use them. */
    private KeyLimits keys(Dice dice) {
        KeyLimits production = KeyLimits.PRODUCTION;
        return new KeyLimits(
                limit(dice, 1, 1, 60, production.countMax()),
                limit(dice, 1, 200, 20_000, production.bytesMax()),
                limit(dice, 0, 1, 20_000, production.ageMaxMillis()));
    }

    StorageConfig storage(Dice dice) {
        var production = StorageConfig.production();
        return new StorageConfig(
                dice.chance(0.9) ? (int) shortest(dice, 1 << 10, 1 << 10, 64 << 10) : 1 << 20,
                limit(dice, 1, 512, 8 << 10, production.prefillSliceBytes()),
                limit(dice, 1, 64, 4 << 10, production.snapshotBlockBytes()),
                limit(dice, 1, 256, 8 << 10, production.snapshotSyncBytes()));
    }

    private int limit(Dice dice, int least, long from, long to, int production) {
        return (int) limit(dice, least, from, to, (long) production);
    }

    private long limit(Dice dice, int least, long from, long to, long production) {
        return dice.chance(smallShare) ? shortest(dice, least, from, to) : production;
    }

    /** Now and then the least that works: where a limit is one, everything is a special case. */
    private static long shortest(Dice dice, long least, long from, long to) {
        return dice.chance(LEAST_SHARE) ? least : dice.magnitude(from, to);
    }
}
