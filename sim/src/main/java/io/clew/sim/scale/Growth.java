package io.clew.sim.scale;

import io.clew.engine.raft.NodeId;

import java.util.List;
import java.util.Map;

/**
 * What a cluster of one size does under load.
 *
 * @param nodes how many
 * @param perSecond writes in a second of modelled time
 * @param medianNanos of their latency
 * @param worstNanos the 99th percentile of it
 * @param busiest part of the time for which the busiest node's processor worked
 * @param led shards that each node leads
 */
record Growth(
        int nodes,
        double perSecond,
        long medianNanos,
        long worstNanos,
        double busiest,
        List<Integer> led) {
    private static final long SECOND = 1_000_000_000L;

    /**
     * Measures one size.
     *
     * @param clients of each node
     * @param nanos of modelled time, after half of it to warm up
     */
    static Growth of(Costs costs, int nodes, int shards, int clients, long nanos, long seed) {
        var cluster = new ModelCluster(costs, nodes, shards, seed);
        cluster.settle();
        for (int i = 0; i < nodes * clients; i++) {
            new ModelClient(cluster, seed + 1 + i, 256).next();
        }
        cluster.run(nanos / 2);
        var _ = cluster.takeLatencies();
        Map<NodeId, Long> before = cluster.worked();
        cluster.run(nanos);
        List<Long> latencies = cluster.takeLatencies().stream().sorted().toList();
        if (latencies.isEmpty()) {
            throw new IllegalStateException("nothing was written in all that time");
        }
        return new Growth(
                nodes,
                latencies.size() / ((double) nanos / SECOND),
                latencies.get(latencies.size() / 2),
                latencies.get((int) (latencies.size() * 0.99)),
                cluster.busiest(before, nanos),
                cluster.led());
    }

    /** Throughput for each node, as a part of what it is in a smaller cluster. */
    double linearity(Growth smaller) {
        return perSecond / nodes / (smaller.perSecond / smaller.nodes);
    }
}
