package io.clew.sim.exhaust;

import io.clew.engine.EngineConfig;
import io.clew.engine.ShardingConfig;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Machine;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Strike;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A short life of three nodes in which everything happens once: they elect a leader and store a few
 * values; the leader is cut off with a write that nobody else has, another one is elected, and the
 * old one has to drop that write; a follower is down until the others have thrown away what it
 * lacks, and has to be sent a snapshot.
 */
final class BoundaryScript {
    private static final long CLIENTS_START = 1_200 * Setup.MILLI;
    private static final long CUT_OFF = 1_300 * Setup.MILLI;
    private static final long JOINED_AGAIN = 2_500 * Setup.MILLI;
    private static final long FOLLOWER_DOWN = 2_700 * Setup.MILLI;
    private static final long FOLLOWER_UP = 3_400 * Setup.MILLI;
    private static final long END = 3_900 * Setup.MILLI;

    private static final int NODES = 3;
    private static final int BYTES = 120;
    private static final int WRITES_WHILE_DOWN = 6;

    private BoundaryScript() {}

    static Schedule schedule() {
        return new Schedule(setup(), 1, List.of(), List.of(firstClient(), secondClient()), false);
    }

    /** Writes until the leader is cut off, and one write too many. */
    private static List<PlannedCall> firstClient() {
        return List.of(
                call(0, PlannedCall.Kind.PUT, "k0"),
                call(10, PlannedCall.Kind.PUT, "k1"),
                call(120, PlannedCall.Kind.PUT, "k0"),
                call(20, PlannedCall.Kind.GET, "k0"));
    }

    /** Writes as soon as there is another leader, and while a follower is down. */
    private static List<PlannedCall> secondClient() {
        var calls = new ArrayList<PlannedCall>();
        calls.add(call(1_100, PlannedCall.Kind.GET, "k0"));
        calls.add(call(20, PlannedCall.Kind.PUT, "k0"));
        calls.add(call(400, PlannedCall.Kind.PUT, "k1"));
        for (int i = 1; i < WRITES_WHILE_DOWN; i++) {
            calls.add(call(20, PlannedCall.Kind.PUT, "k" + i % 2));
        }
        calls.add(call(20, PlannedCall.Kind.GET, "k1"));
        return calls;
    }

    private static PlannedCall call(long thinkMillis, PlannedCall.Kind kind, String key) {
        return new PlannedCall(
                thinkMillis * Setup.MILLI, false, kind, key, BYTES, PlannedCall.SAME);
    }

    private static Setup setup() {
        EngineConfig production = EngineConfig.production();
        var engine =
                new EngineConfig(
                        production.electionMinNanos(),
                        production.electionMaxNanos(),
                        production.heartbeatNanos(),
                        Setup.SECOND,
                        production.appendBytesMax(),
                        production.windowMessages(),
                        production.windowBytes(),
                        production.uncommittedBytesMax(),
                        production.pendingMax(),
                        3 * BYTES,
                        1,
                        4 * BYTES,
                        production.snapshotBytesPerSecond(),
                        production.applyEntriesMax(),
                        production.stateBytesMax(),
                        production.keyLimits(),
                        false,
                        ShardingConfig.ONE);
        return new Setup(
                Collections.nCopies(NODES, new Machine(0, new SimClock(0, 0))),
                1,
                Setup.FACTOR,
                CLIENTS_START,
                Setup.SECOND,
                0,
                0,
                Setup.MILLI,
                Setup.MILLI,
                END,
                0,
                true,
                engine,
                new StorageConfig(2 << 10, 1 << 10, 256, 512));
    }

    static boolean isOver(World world) {
        return world.timeline().now() >= END;
    }

    /** What happens to the nodes beside the crash that is tried. */
    static void plan(World world) {
        var cut = new Episode(world, 1, new Strike(CUT_OFF, "partition", 1, 0, 0));
        world.timeline().at(CUT_OFF, () -> cutOff(cut));
        world.timeline().at(JOINED_AGAIN, cut::end);
        var outage = new Episode(world, 2, new Strike(FOLLOWER_DOWN, "crash", 2, 0, 0));
        world.timeline().at(FOLLOWER_DOWN, () -> takeDown(outage));
    }

    private static void cutOff(Episode by) {
        SimNode leader = find(by.world(), true);
        if (leader != null) {
            by.world().network().isolate(by, leader);
        }
    }

    private static void takeDown(Episode by) {
        SimNode follower = find(by.world(), false);
        if (follower != null) {
            follower.crash(by, SimDisk.Crash.LOSES_UNSYNCED);
            by.world().timeline().at(FOLLOWER_UP, follower::boot);
        }
    }

    /** The first node that leads, or that does not. */
    private static @Nullable SimNode find(World world, boolean leads) {
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            if (process != null && process.node().replica(0).raft().leads() == leads) {
                return node;
            }
        }
        return null;
    }
}
