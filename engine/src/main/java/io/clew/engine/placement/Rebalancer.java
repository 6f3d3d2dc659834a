package io.clew.engine.placement;

import io.clew.engine.placement.Layout.Step;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Decides the next single move of one replica.
 *
 * <p>In this order, each as long as there is such a shard:
 *
 * <ol>
 *   <li>replicas on nodes that are lost or not known are replaced, those of the shard with the
 *       fewest living ones first; without another node they are given up only where fewer have to
 *       agree then, since who is lost may come back;
 *   <li>replicas on draining nodes are moved away;
 *   <li>a shard that has too few gets one, one that has too many loses one;
 *   <li>a replica goes from a zone to one that has at least two fewer of its shard;
 *   <li>a replica goes from a node to one that has at least two fewer, unless zones would suffer.
 * </ol>
 *
 * It comes to an end, because each move lessens one of these and none before it: the replicas in
 * wrong places, the shards of wrong size, the sum over shards of the squares of what is in each
 * zone, the sum of the squares of what is on each node. A difference of one is left alone, or a
 * replica would go to and fro.
 *
 * <p>A move that takes far too long hangs: its group or the host that it goes to may look alive and
 * yet be unable to make it. It holds up only its own shard. It takes nobody's place among those
 * under way, and nothing more is moved to that host for the sake of zones or evenness; for another
 * reason only where no other is usable. So no more than may be under way at once can begin to hang
 * in the time after which a move counts as hanging, nor more than one of each shard. Where a move
 * was given up the same holds for a while, and its shard tries all others first.
 *
 * <p>The number of replicas counts, not keys or requests: these differ from moment to moment, and
 * what follows them needs limits and delays to come to rest at all.
 */
public final class Rebalancer {
    private Rebalancer() {}

    /**
     * The move that should begin now, null if there is none. Shards whose majority is lost are left
     * out, for their groups cannot change; so they take nobody's place among those under way.
     *
     * @param movesMax how many moves may be under way at once
     */
    public static PlacementChange.@Nullable Begin next(
            Placement placement, int movesMax, Obstacles obstacles) {
        SortedMap<Integer, Move> moves = underWay(placement);
        moves.keySet().removeAll(obstacles.hanging());
        if (placement.paused() || moves.size() >= movesMax) {
            return null;
        }
        var layout = Layout.of(placement);
        obstacles.hanging().forEach(shard -> layout.avoid(placement.assignment(shard)));
        obstacles.avoided().forEach(layout::avoid);
        obstacles.tried().forEach(layout::tried);
        Step step = next(layout, placement.factor());
        if (step == null) {
            return null;
        }
        Assignment assignment = placement.assignment(step.shard());
        NodeId gone = layout.nodeOrNull(step.remove());
        NodeId remove =
                assignment.replicas().stream()
                        .filter(replica -> replica.node().equals(gone))
                        .findFirst()
                        .orElse(null);
        return new PlacementChange.Begin(
                step.shard(), layout.nodeOrNull(step.add()), remove, assignment.configuration());
    }

    /** The moves that groups are making, by their shards, as far as can be seen. */
    public static SortedMap<Integer, Move> underWay(Placement placement) {
        var moves = new TreeMap<Integer, Move>();
        for (int shard = 1; shard < placement.shards(); shard++) {
            Assignment assignment = placement.assignment(shard);
            Move move = assignment.move();
            if (move != null
                    && !move.abandoned()
                    && placement.majorityLives(assignment.replicas())) {
                moves.put(shard, move);
            }
        }
        return moves;
    }

    static @Nullable Step next(Layout layout, int factor) {
        if (layout.usableCount() == 0) {
            return null;
        }
        Step step = leave(layout, layout::alive, factor);
        if (step == null) {
            step = leave(layout, layout::usable, factor);
        }
        if (step == null) {
            step = resize(layout, factor);
        }
        if (step == null) {
            step = spread(layout);
        }
        return step == null ? even(layout) : step;
    }

    /** Takes a replica off a host that is not good for one. */
    private static @Nullable Step leave(Layout layout, IntPredicate good, int factor) {
        int shard = Layout.NONE;
        int leaving = Layout.NONE;
        for (int other = 1; other < layout.shards(); other++) {
            int bad = layout.free(other) ? firstBad(layout, good, other, factor) : Layout.NONE;
            boolean worse = shard == Layout.NONE || layout.living(other) < layout.living(shard);
            if (bad != Layout.NONE && worse) {
                shard = other;
                leaving = bad;
            }
        }
        if (shard == Layout.NONE) {
            return null;
        }
        // Fewer than wanted, so there is a usable host that has none.
        int add = lacks(layout, shard, factor) ? layout.best(shard, leaving) : Layout.NONE;
        return new Step(shard, add, leaving);
    }

    /** How many usable replicas a shard should have. */
    private static int wanted(Layout layout, int factor) {
        return Math.min(factor, layout.usableCount());
    }

    private static boolean lacks(Layout layout, int shard, int factor) {
        return usable(layout, shard) < wanted(layout, factor);
    }

    private static long usable(Layout layout, int shard) {
        return IntStream.of(layout.hosts(shard)).filter(layout::usable).count();
    }

    private static int firstBad(Layout layout, IntPredicate good, int shard, int factor) {
        for (int host : layout.hosts(shard)) {
            if (!good.test(host) && (layout.leaving(host) || helps(layout, shard, factor))) {
                return host;
            }
        }
        return Layout.NONE;
    }

    /** Whether it is better for a shard to be without one that is lost and may come back. */
    private static boolean helps(Layout layout, int shard, int factor) {
        int size = layout.hosts(shard).length;
        // Of an even number one less, or of any two less, lets fewer be a majority.
        boolean lessens = size % 2 == 0 || size - usable(layout, shard) > 1;
        return lessens || size > factor || lacks(layout, shard, factor);
    }

    private static @Nullable Step resize(Layout layout, int factor) {
        int wanted = wanted(layout, factor);
        for (int shard = 1; shard < layout.shards(); shard++) {
            int size = layout.hosts(shard).length;
            if (layout.free(shard) && size < wanted) {
                return new Step(shard, layout.best(shard, Layout.NONE), Layout.NONE);
            }
        }
        for (int shard = 1; shard < layout.shards(); shard++) {
            if (layout.free(shard) && layout.hosts(shard).length > factor) {
                return new Step(shard, Layout.NONE, layout.worst(shard));
            }
        }
        return null;
    }

    private static @Nullable Step spread(Layout layout) {
        for (int shard = 1; shard < layout.shards(); shard++) {
            if (layout.free(shard)) {
                int from = layout.worst(shard);
                int to = layout.best(shard, Layout.NONE);
                boolean fit = to != Layout.NONE && !layout.avoided(to);
                if (fit && layout.surplus(shard, from, to) >= 2) {
                    return new Step(shard, to, from);
                }
            }
        }
        return null;
    }

    private static @Nullable Step even(Layout layout) {
        int[] byLoad =
                IntStream.range(0, layout.hostCount())
                        .filter(layout::usable)
                        .boxed()
                        .sorted(Comparator.comparingInt(layout::load))
                        .mapToInt(host -> host)
                        .toArray();
        int[][] shards = layout.freeShards();
        for (int i = byLoad.length - 1; i > 0; i--) {
            int from = byLoad[i];
            for (int to : byLoad) {
                if (layout.load(from) - layout.load(to) < 2) {
                    break;
                }
                for (int shard : shards[from]) {
                    if (mayMove(layout, shard, from, to)) {
                        return new Step(shard, to, from);
                    }
                }
            }
        }
        return null;
    }

    private static boolean mayMove(Layout layout, int shard, int from, int to) {
        return !layout.holds(shard, to)
                && !layout.avoided(to)
                && !layout.wasTried(shard, to)
                && (layout.sameZone(from, to) || layout.surplus(shard, from, to) > 0);
    }
}
