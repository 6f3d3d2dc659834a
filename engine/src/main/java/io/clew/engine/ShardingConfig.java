package io.clew.engine;

/**
 * How a cluster spreads keys over shards, and shards over nodes.
 *
 * @param shards of a new cluster, 1 … 1,024; one that exists keeps its own
 * @param factor how many replicas each shard of a new cluster has, where there are as many nodes
 * @param zone what this node may fail together with, such as a rack; empty if nothing is known
 * @param lostAfterNanos of silence, after which a node's replicas are made anew elsewhere, and a
 *     node that is to join is taken back
 * @param reportNanos between two reports of a node to the others of the shards that it leads
 * @param movesMax replicas that are on their way at the same time
 */
public record ShardingConfig(
        int shards, int factor, String zone, long lostAfterNanos, long reportNanos, int movesMax) {
    public static final int SHARDS_MAX = 1024;

    private static final long SECOND = 1_000_000_000L;

    /** A cluster whose only shard is on all of its nodes. */
    public static final ShardingConfig ONE = production(1);

    public static ShardingConfig production(int shards) {
        return new ShardingConfig(shards, 3, "", 300 * SECOND, SECOND / 2, 2);
    }
}
