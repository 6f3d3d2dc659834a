package io.clew.engine.placement;

import io.clew.engine.Invariant;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * How shards are laid out over the nodes that found a cluster: one after the other on what is best
 * for it, and then moved on paper until the {@link Rebalancer} finds nothing to do.
 */
final class FirstPlacement {
    /** It takes far fewer; more would not come to an end. */
    private static final int STEPS_A_SHARD_MAX = 100;

    private FirstPlacement() {}

    static List<Assignment> assignments(int shards, int factor, SortedMap<NodeId, Host> known) {
        var layout = Layout.empty(shards, known);
        Invariant.check(layout.usableCount() > 0, "a cluster is founded on usable nodes");
        for (int shard = 1; shard < shards; shard++) {
            for (int i = Math.min(factor, layout.usableCount()); i > 0; i--) {
                int host = layout.best(shard, Layout.NONE);
                layout.make(new Layout.Step(shard, host, Layout.NONE));
            }
        }
        Layout.Step step = Rebalancer.next(layout, factor);
        int steps = 0;
        while (step != null) {
            layout.make(step);
            Invariant.check(++steps <= STEPS_A_SHARD_MAX * shards, "moves end", steps, shards);
            step = Rebalancer.next(layout, factor);
        }
        return numbered(layout);
    }

    /** Number 1 leads, so that nobody's leadership has to move in the beginning. */
    private static List<Assignment> numbered(Layout layout) {
        var candidates = new int[layout.shards()][];
        for (int shard = 1; shard < layout.shards(); shard++) {
            candidates[shard] = layout.hosts(shard);
        }
        int[] leaders = new LeaderSpread(candidates, layout.hostCount()).leaders();
        var assignments = new ArrayList<Assignment>();
        for (int shard = 1; shard < layout.shards(); shard++) {
            var replicas = new ArrayList<NodeId>();
            replicas.add(layout.node(leaders[shard]).replica(1));
            for (int host : layout.hosts(shard)) {
                if (host != leaders[shard]) {
                    replicas.add(layout.node(host).replica(replicas.size() + 1));
                }
            }
            replicas.sort(null);
            assignments.add(new Assignment(replicas, replicas.size() + 1, 1, null));
        }
        return assignments;
    }
}
