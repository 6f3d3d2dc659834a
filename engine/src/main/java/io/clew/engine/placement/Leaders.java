package io.clew.engine.placement;

import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

/**
 * Which replica of each shard should lead it, so that usable nodes lead as many as each other.
 *
 * <p>The oldest replica on a usable node leads, as far as that is even; the placement of a new
 * cluster is numbered so that it is. Replicas that are still joining or about to go lead nothing.
 */
public final class Leaders {
    private Leaders() {}

    /** The one that should lead a shard other than 0; null if it has none on a usable node. */
    public static @Nullable NodeId preferred(Placement placement, int shard) {
        return all(placement)[shard];
    }

    /**
     * The ones that should lead each shard; null where there is none on a usable node, and for
     * shard 0. To be kept by those who ask often: it changes only with the placement.
     */
    public static @Nullable NodeId[] all(Placement placement) {
        var layout = Layout.of(placement);
        var replicas = new NodeId[placement.shards()][];
        var hosts = new int[placement.shards()][];
        for (int shard = 1; shard < placement.shards(); shard++) {
            List<NodeId> able = candidates(placement, placement.assignment(shard));
            replicas[shard] = able.toArray(NodeId[]::new);
            hosts[shard] = able.stream().mapToInt(layout::host).toArray();
        }
        int[] spread = new LeaderSpread(hosts, layout.hostCount()).leaders();
        var leaders = new @Nullable NodeId[placement.shards()];
        for (int shard = 1; shard < placement.shards(); shard++) {
            for (int i = 0; i < hosts[shard].length; i++) {
                if (hosts[shard][i] == spread[shard]) {
                    leaders[shard] = replicas[shard][i];
                }
            }
        }
        return leaders;
    }

    private static List<NodeId> candidates(Placement placement, Assignment assignment) {
        Move move = assignment.move();
        NodeId going = move == null || move.abandoned() ? null : move.remove();
        return assignment.replicas().stream()
                .filter(replica -> !replica.equals(going))
                .filter(placement::usable)
                .sorted(Comparator.comparingInt(NodeId::replica))
                .toList();
    }
}
