package io.clew.engine;

import io.clew.engine.placement.Obstacles;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives up moves that hang for so long that another node should be tried, if there is one, and
 * remembers which were.
 *
 * <p>Who is to take a replica may be heard by all but the one leader that sends it. A large shard
 * on a slow network looks the same, so that each time it takes twice as long until that shard's
 * move is given up. All that is known of a shard is forgotten once its replicas are others.
 */
final class GivenUp {
    /** How many times as long as until it hangs a move is given at first. */
    private static final int PATIENCE = 4;

    /** How often that may have doubled. */
    private static final int DOUBLINGS_MAX = 6;

    /**
     * What was tried for a shard with these replicas.
     *
     * @param hosts to which its moves were given up, the last one last
     * @param times that a move was given up
     * @param at the last time
     */
    private record Tried(List<NodeId> replicas, List<NodeId> hosts, int times, long at) {}

    private final long hangsNanos;
    private final TreeMap<Integer, Tried> tried = new TreeMap<>();

    /**
     * @param hangsNanos after which a move hangs
     */
    GivenUp(long hangsNanos) {
        this.hangsNanos = hangsNanos;
    }

    /** The move that is given up now, null if there is none; it is remembered as such. */
    PlacementChange.@Nullable GiveUp next(long now, Placement placement, Hanging hanging) {
        forget(placement);
        if (placement.paused()) {
            return null; // No other move could begin.
        }
        for (int shard : hanging.shards(now, placement)) {
            Assignment assignment = placement.assignment(shard);
            Move move = assignment.move();
            if (move != null
                    && move.add() != null
                    && hanging.nanos(now, shard) > patience(shard)
                    && another(placement, assignment)) {
                tried.put(shard, with(now, assignment, shard, move.add().node()));
                return new PlacementChange.GiveUp(shard, move.expects());
            }
        }
        return null;
    }

    /** What the next move has to take into account. */
    Obstacles obstacles(long now, SortedSet<Integer> hanging) {
        var avoided = new TreeSet<NodeId>();
        var hosts = new TreeMap<Integer, List<NodeId>>();
        tried.forEach(
                (shard, each) -> {
                    hosts.put(shard, each.hosts);
                    if (now - each.at <= hangsNanos) {
                        avoided.add(each.hosts.getLast());
                    }
                });
        return new Obstacles(hanging, avoided, hosts);
    }

    private void forget(Placement placement) {
        tried.entrySet()
                .removeIf(
                        each -> {
                            Assignment now = placement.assignment(each.getKey());
                            return !now.replicas().equals(each.getValue().replicas);
                        });
    }

    private long patience(int shard) {
        return (PATIENCE * hangsNanos) << Math.min(times(shard), DOUBLINGS_MAX);
    }

    private int times(int shard) {
        Tried before = tried.get(shard);
        return before == null ? 0 : before.times;
    }

    /** Whether a node can take the replica that does not hold one, or is being given it. */
    private static boolean another(Placement placement, Assignment assignment) {
        return placement.hosts().keySet().stream()
                .filter(placement::usable)
                .anyMatch(
                        node ->
                                assignment.holders().stream()
                                        .noneMatch(holder -> holder.node().equals(node)));
    }

    private Tried with(long now, Assignment assignment, int shard, NodeId host) {
        Tried before = tried.get(shard);
        var hosts = new ArrayList<NodeId>(before == null ? List.of() : before.hosts);
        hosts.remove(host);
        hosts.add(host);
        return new Tried(assignment.replicas(), List.copyOf(hosts), times(shard) + 1, now);
    }
}
