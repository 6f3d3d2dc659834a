package io.clew.sim.world;

import io.clew.engine.EngineConfig;
import io.clew.engine.storage.StorageConfig;

/**
 * What one run is made of, drawn from its seed: sizes, limits and loads from production values down
 * to the smallest that work, so that what takes days in production happens within seconds.
 *
 * @param operations how many operations the clients do, all together
 * @param hotShare how many of the operations go to the first key whatever chance says
 * @param roamingShare how many of the operations begin at any node instead of the last one
 * @param thinkNanos mean time between two operations of one client
 * @param clientTimeoutNanos after which a client gives up waiting
 * @param clearShare how many of the operations clear the whole store
 * @param delayMinNanos shortest time a frame takes
 * @param delayMeanNanos what is added to that on average
 * @param diskMeanNanos mean time of a sync
 * @param valueBytesMax values are up to this long
 */
public record Setup(
        int nodes,
        int clients,
        int keys,
        int operations,
        double hotShare,
        double roamingShare,
        long thinkNanos,
        long clientTimeoutNanos,
        double readShare,
        double deleteShare,
        double clearShare,
        int valueBytesMax,
        long delayMinNanos,
        long delayMeanNanos,
        long diskMeanNanos,
        EngineConfig engine,
        StorageConfig storage) {

    public static final long MICRO = 1_000;
    public static final long MILLI = 1_000 * MICRO;
    public static final long SECOND = 1_000 * MILLI;

    public static Setup draw(Dice dice) {
        int valueBytesMax = (int) dice.stream("values").magnitude(16, 2_000);
        return new Setup(
                nodes(dice),
                dice.between(2, 5),
                dice.between(1, 5),
                dice.between(40, 120),
                dice.between(0.0, 0.6),
                dice.chance(0.4) ? 0 : dice.between(0.05, 1.0),
                dice.magnitude(2 * MILLI, 200 * MILLI),
                dice.magnitude(400 * MILLI, 4 * SECOND),
                dice.between(0.2, 0.7),
                dice.chance(0.5) ? 0 : dice.between(0.01, 0.2),
                dice.chance(0.7) ? 0 : dice.between(0.005, 0.03),
                valueBytesMax,
                dice.chance(0.3) ? 0 : dice.magnitude(10 * MICRO, 10 * MILLI),
                dice.magnitude(50 * MICRO, 20 * MILLI),
                dice.magnitude(50 * MICRO, 30 * MILLI),
                engine(dice.stream("engine limits"), valueBytesMax),
                storage(dice.stream("storage limits")));
    }

    private static int nodes(Dice dice) {
        double kind = dice.nextDouble();
        return kind < 0.08 ? 1 : kind < 0.6 ? 3 : 5;
    }

    private static EngineConfig engine(Dice dice, int valueBytesMax) {
        var production = EngineConfig.production();
        int append = small(dice) ? (int) dice.magnitude(64, 8_000) : production.appendBytesMax();
        return new EngineConfig(
                production.electionMinNanos(),
                production.electionMaxNanos(),
                production.heartbeatNanos(),
                dice.magnitude(500 * MILLI, production.requestTimeoutNanos()),
                append,
                small(dice) ? dice.between(1, 8) : production.windowMessages(),
                small(dice) ? (int) dice.magnitude(append, 4L * append) : production.windowBytes(),
                small(dice)
                        ? dice.magnitude(4L * valueBytesMax, 40L * valueBytesMax)
                        : production.uncommittedBytesMax(),
                small(dice) ? dice.between(3, 20) : production.pendingMax(),
                dice.chance(0.8) ? dice.magnitude(500, 20_000) : production.snapshotLogBytes(),
                dice.chance(0.8) ? dice.magnitude(1, 5_000) : production.retainedLogBytes(),
                small(dice) ? (int) dice.magnitude(64, 4_000) : production.chunkBytes(),
                dice.chance(0.1));
    }

    private static boolean small(Dice dice) {
        return dice.chance(0.5);
    }

    private static StorageConfig storage(Dice dice) {
        var production = StorageConfig.production();
        return new StorageConfig(
                dice.chance(0.9) ? (int) dice.magnitude(1 << 10, 64 << 10) : 1 << 20,
                small(dice) ? (int) dice.magnitude(512, 8 << 10) : production.prefillSliceBytes(),
                small(dice) ? (int) dice.magnitude(64, 4 << 10) : production.snapshotBlockBytes(),
                small(dice) ? (int) dice.magnitude(256, 8 << 10) : production.snapshotSyncBytes());
    }
}
