package io.clew.engine;

import io.clew.engine.wire.NodeMessage;

import java.util.ArrayList;

/**
 * Tells when this node has to say which groups it leads: again and again, and soon after that has
 * changed.
 */
final class Reports {
    /** What is new waits for so much of the interval, so that more of it goes together. */
    private static final int SOON_PART = 16;

    private final ShardingConfig config;
    private long dueAt;

    Reports(ShardingConfig config, long now) {
        this.config = config;
        this.dueAt = now + config.reportNanos();
    }

    long deadline() {
        return dueAt;
    }

    boolean due(long now) {
        return now >= dueAt;
    }

    void soon(long now) {
        dueAt = Math.min(dueAt, now + config.reportNanos() / SOON_PART);
    }

    NodeMessage.Report take(long now, boolean resigns, Replicas replicas) {
        dueAt = now + config.reportNanos();
        return of(resigns, replicas);
    }

    /** What there is to say, whenever that is due. */
    NodeMessage.Report of(boolean resigns, Replicas replicas) {
        var led = new ArrayList<NodeMessage.Led>();
        for (Replica replica : replicas.all()) {
            if (replica.shard() != 0 && replica.raft().settled()) {
                led.add(GroupCare.led(replica));
            }
        }
        Replica cluster = replicas.get(0);
        boolean follows = cluster.raft().leader() != null;
        long applied = cluster.state().appliedIndex();
        return new NodeMessage.Report(config.zone(), resigns, follows, applied, led);
    }
}
