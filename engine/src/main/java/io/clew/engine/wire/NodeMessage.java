package io.clew.engine.wire;

import io.clew.engine.raft.NodeId;

import java.util.List;

/**
 * What nodes of a cluster with several shards say to each other, beside what the members of their
 * groups do. Any may be lost.
 */
public sealed interface NodeMessage {
    /**
     * Said again and again: the node lives, and leads these groups.
     *
     * @param zone what the node may fail together with
     * @param resigns whether it asks not to be made a leader
     * @param follows whether it hears a leader of shard 0, and so of new orders
     * @param applied the last entry of shard 0 in its state: how far it has heard of orders
     */
    record Report(String zone, boolean resigns, boolean follows, long applied, List<Led> groups)
            implements NodeMessage {
        public Report {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A group as its leader sees it.
     *
     * @param term in which the node leads
     * @param applied the last entry in the leader's state
     * @param configuration the index of the configuration in force
     * @param settled the members, if that configuration is committed and about to stay; else empty
     */
    record Led(int shard, long term, long applied, long configuration, List<NodeId> settled) {
        public Led {
            settled = List.copyOf(settled);
        }
    }

    /** Asks the leader of a shard to clear it. */
    record ClearShard(int shard, long number) implements NodeMessage {}

    /**
     * The shard was cleared, by this order or a later one.
     *
     * @param applied how far into its log whoever goes on must have seen to find it so
     */
    record Cleared(int shard, long number, long applied) implements NodeMessage {}
}
