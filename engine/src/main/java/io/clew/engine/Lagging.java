package io.clew.engine;

import io.clew.engine.raft.NodeId;

import java.util.TreeMap;

/**
 * Who lags behind the placement, this node or another, as far as reports tell.
 *
 * <p>All nodes apply the same changes, each at its own pace, so an older version means nothing by
 * itself. Who lags is whoever has not come by the end of a grace to what another had already at its
 * beginning.
 */
final class Lagging {
    /**
     * In longest election timeouts, beside two reports. While shard 0 elects its leader a follower
     * may lack what others have applied already, and an election or two may fail.
     */
    private static final int PATIENCE = 4;

    /** A version that somebody has yet to come to, and when another was seen to have it. */
    private record Goal(long version, long since) {}

    private final NodeId self;
    private final long graceNanos;
    private final TreeMap<NodeId, Long> said = new TreeMap<>();
    private final TreeMap<NodeId, Goal> goals = new TreeMap<>();

    Lagging(NodeId self, EngineConfig config) {
        this.self = self;
        graceNanos = PATIENCE * config.electionMaxNanos() + 2 * config.sharding().reportNanos();
    }

    /**
     * A node has said which version it has.
     *
     * @param own the version that this node has
     */
    void reported(long now, NodeId from, long version, long own) {
        said.put(from, version);
        follow(now, from, version, own);
        follow(now, self, own, version);
    }

    private void follow(long now, NodeId who, long version, long other) {
        Goal goal = goals.get(who);
        if (goal != null && version < goal.version) {
            return;
        }
        if (version < other) {
            goals.put(who, new Goal(other, now));
        } else {
            goals.remove(who);
        }
    }

    /** Whether this node, which has that version, lags. */
    boolean self(long now, long version) {
        Goal goal = goals.get(self);
        return goal != null && version < goal.version && now - goal.since > graceNanos;
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
        return goal != null && said(node) >= goal.version;
    }

    /** The version that a node has said last, 0 if it has said none. */
    long said(NodeId node) {
        return said.getOrDefault(node, 0L);
    }
}
