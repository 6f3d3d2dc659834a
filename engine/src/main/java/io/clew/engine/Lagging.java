package io.clew.engine;

import io.clew.engine.raft.NodeId;

import java.util.TreeMap;

/**
 * Who lags behind in the log of shard 0, this node or another, as far as reports tell.
 *
 * <p>All nodes apply the same entries, each at its own pace, so to have fewer means nothing by
 * itself. Who lags is whoever has not come by the end of a grace to what another had already at its
 * beginning. While the log stays as it is there are no orders, and nobody lags who has them all.
 */
final class Lagging {
    /**
     * In longest election timeouts, beside two reports. While shard 0 elects its leader a follower
     * may lack what others have applied already, and an election or two may fail.
     */
    private static final int PATIENCE = 4;

    /** An entry that somebody has yet to come to, and when another was seen to have it. */
    private record Goal(long index, long since) {}

    private final NodeId self;
    private final long graceNanos;
    private final TreeMap<NodeId, Long> said = new TreeMap<>();
    private final TreeMap<NodeId, Goal> goals = new TreeMap<>();

    Lagging(NodeId self, EngineConfig config) {
        this.self = self;
        graceNanos = PATIENCE * config.electionMaxNanos() + 2 * config.sharding().reportNanos();
    }

    /**
     * A node has said how much it has applied.
     *
     * @param own what this node has
     */
    void reported(long now, NodeId from, long applied, long own) {
        said.put(from, applied);
        follow(now, from, applied, own);
        follow(now, self, own, applied);
    }

    private void follow(long now, NodeId who, long applied, long other) {
        Goal goal = goals.get(who);
        if (goal != null && applied < goal.index) {
            return;
        }
        if (applied < other) {
            goals.put(who, new Goal(other, now));
        } else {
            goals.remove(who);
        }
    }

    /** Whether this node, which has applied so much, lags. */
    boolean self(long now, long applied) {
        Goal goal = goals.get(self);
        return goal != null && applied < goal.index && now - goal.since > graceNanos;
    }

    /**
     * Whether another node lags. That is found out in half of the grace, so that whoever gives up
     * its groups for it is not asked to take them back.
     */
    boolean other(long now, NodeId node) {
        Goal goal = goals.get(node);
        return goal != null && now - goal.since > graceNanos / 2;
    }

    /** Whether a node has come to what this one lags behind. */
    boolean ahead(NodeId node) {
        Goal goal = goals.get(self);
        return goal != null && said(node) >= goal.index;
    }

    /** What a node has said last, 0 if it has said nothing. */
    long said(NodeId node) {
        return said.getOrDefault(node, 0L);
    }
}
