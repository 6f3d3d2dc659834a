package io.clew.sim.world;

import io.clew.engine.EngineConfig;
import io.clew.engine.ShardingConfig;
import io.clew.engine.storage.StorageConfig;

import java.util.Collections;
import java.util.List;

/**
 * What one run is made of: sizes, limits, clocks and loads.
 *
 * @param shards over how many groups the keys are spread
 * @param factor how many replicas each of them shall have, where there are nodes enough
 * @param clientsStartNanos when the clients begin
 * @param clientTimeoutNanos after which a client gives up waiting
 * @param keyedPercent how many of the writes have a key, so that clients send them again
 * @param delayMinNanos shortest time a frame takes
 * @param delayMeanNanos what is added to that on average
 * @param diskMeanNanos mean time of a sync
 * @param troubleNanosMax after which all is healed even if clients still have calls to make
 * @param coreSeed not 0 if a quorum, drawn from it, must first do without all others
 * @param coreRestarts whether nodes of that quorum may have been down before
 */
public record Setup(
        List<Machine> machines,
        int shards,
        int factor,
        long clientsStartNanos,
        long clientTimeoutNanos,
        int keyedPercent,
        long delayMinNanos,
        long delayMeanNanos,
        long diskMeanNanos,
        long troubleNanosMax,
        long coreSeed,
        boolean coreRestarts,
        EngineConfig engine,
        StorageConfig storage) {

    public static final long MICRO = 1_000;
    public static final long MILLI = 1_000 * MICRO;
    public static final long SECOND = 1_000 * MILLI;

    private static final int LOST_ELECTIONS = 8;

    /** Of how many nodes one may be lost and nothing is. */
    public static final int FACTOR = 3;

    public Setup {
        machines = List.copyOf(machines);
    }

    /** Machines without quirks, and the limits of production. */
    public static Setup plain(int nodes) {
        var machine = new Machine(0, new SimClock(0, 0));
        return new Setup(
                Collections.nCopies(nodes, machine),
                1,
                FACTOR,
                SECOND,
                2 * SECOND,
                0,
                0,
                MILLI,
                MILLI,
                25 * SECOND,
                0,
                true,
                EngineConfig.production(),
                StorageConfig.production());
    }

    /** What a node is started with. Whoever is away for long is replaced or taken back soon. */
    public EngineConfig node() {
        return engine.with(
                new ShardingConfig(
                        shards,
                        factor,
                        "",
                        LOST_ELECTIONS * engine.electionMaxNanos(),
                        engine.electionMinNanos(),
                        2));
    }

    /** How many machines there are, spare ones included. */
    public int nodes() {
        return machines.size();
    }

    /** How many of them found the cluster. */
    public int founders() {
        return (int) machines.stream().filter(m -> !m.spare()).count();
    }

    public Setup withMachines(List<Machine> others) {
        return new Setup(
                others,
                shards,
                factor,
                clientsStartNanos,
                clientTimeoutNanos,
                keyedPercent,
                delayMinNanos,
                delayMeanNanos,
                diskMeanNanos,
                troubleNanosMax,
                coreSeed,
                coreRestarts,
                engine,
                storage);
    }
}
