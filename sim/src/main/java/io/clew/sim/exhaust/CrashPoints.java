package io.clew.sim.exhaust;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Strike;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Plays one short script again and again, each time with a crash at another boundary between two
 * effects of a node: before an operation of its disk, a message, an answer, a write that is handed
 * over. After it the node recovers, and all has to hold that holds at any time.
 */
public final class CrashPoints {
    private static final long OUTAGE_NANOS = 200 * Setup.MILLI;
    private static final String FAMILY = "power loss";

    /** Beyond the ordinals of all other strikes of the script. */
    private static final int ORDINAL = 100;

    private final List<Boundary> boundaries = new ArrayList<>();
    private final Deeds deeds = new Deeds();
    private int runs;

    private CrashPoints() {}

    /**
     * A place between two effects.
     *
     * @param number counts them over all nodes, from 1; 0 stands for no crash at all
     * @param effect what would have come next
     */
    public record Boundary(int number, String node, String effect) {
        static final Boundary NONE = new Boundary(0, "", "");

        @Override
        public String toString() {
            return number == 0
                    ? "the script is played without any crash"
                    : node + " crashes before " + effect + ", boundary " + number;
        }
    }

    /** A crash after which something did not hold. */
    public record Found(Boundary boundary, SimDisk.Crash kind, Result.Failure failure) {}

    /**
     * What all runs came to.
     *
     * @param boundaries how many there are
     * @param byEffect how many of them there are before each kind of effect
     * @param deeds what the script made the nodes do when none crashed
     * @param stopped whether the search ended before all were tried
     */
    public record Report(
            int boundaries,
            SortedMap<String, Integer> byEffect,
            List<String> deeds,
            int runs,
            boolean stopped,
            @Nullable Found found) {}

    /**
     * Tries boundaries in order.
     *
     * @param every tries only each so many boundaries
     * @param stop is asked before each run whether to end
     */
    public static Report search(List<SimDisk.Crash> kinds, int every, BooleanSupplier stop) {
        return new CrashPoints().searchAll(kinds, every, stop);
    }

    /**
     * The script with a crash at one boundary.
     *
     * @param spectators may watch, null if nobody wants to
     */
    public static Result run(
            int boundary, SimDisk.Crash kind, @Nullable Consumer<World> spectators) {
        return Simulation.run(
                BoundaryScript.schedule(),
                null,
                world -> {
                    if (spectators != null) {
                        spectators.accept(world);
                    }
                    BoundaryScript.plan(world);
                    crashAt(boundary, kind, world);
                });
    }

    private static void crashAt(int boundary, SimDisk.Crash kind, World world) {
        var passed = new int[1];
        world.supply(
                (node, effect) -> {
                    if (++passed[0] != boundary) {
                        return null;
                    }
                    world.timeline().after(OUTAGE_NANOS, node::boot);
                    return strike(world, kind);
                });
    }

    /** The strike whose own chance lets the disk be left in a certain way. */
    private static Episode strike(World world, SimDisk.Crash kind) {
        for (long seed = 1; ; seed++) {
            var strike = new Strike(world.timeline().now(), FAMILY, seed, 0, 0);
            if (new Episode(world, ORDINAL, strike).crashKind() == kind) {
                return new Episode(world, ORDINAL, strike);
            }
        }
    }

    private Report searchAll(List<SimDisk.Crash> kinds, int every, BooleanSupplier stop) {
        Result.Failure withoutCrash = explore().failure();
        if (withoutCrash != null) {
            return report(false, new Found(Boundary.NONE, kinds.getFirst(), withoutCrash));
        }
        for (int i = 0; i < boundaries.size(); i += every) {
            for (SimDisk.Crash kind : kinds) {
                if (stop.getAsBoolean()) {
                    return report(true, null);
                }
                runs++;
                Result.Failure failure = run(i + 1, kind, null).failure();
                if (failure != null) {
                    return report(false, new Found(boundaries.get(i), kind, failure));
                }
            }
        }
        return report(false, null);
    }

    private Report report(boolean stopped, @Nullable Found found) {
        var byEffect = new TreeMap<String, Integer>();
        boundaries.forEach(b -> byEffect.merge(b.effect(), 1, Integer::sum));
        return new Report(boundaries.size(), byEffect, deeds.names(), runs, stopped, found);
    }

    /** Plays the script without a crash and lists its boundaries. */
    private Result explore() {
        runs++;
        return Simulation.run(
                BoundaryScript.schedule(),
                null,
                world -> {
                    world.watch(deeds);
                    BoundaryScript.plan(world);
                    world.supply((node, effect) -> list(world, node, effect));
                });
    }

    private @Nullable Episode list(World world, SimNode node, String effect) {
        if (!BoundaryScript.isOver(world)) {
            boundaries.add(new Boundary(boundaries.size() + 1, node.toString(), effect));
        }
        return null;
    }
}
