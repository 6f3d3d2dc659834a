package io.clew.engine;

import io.clew.engine.raft.NodeId;

import java.util.Collection;
import java.util.TreeMap;

/**
 * For how long nodes have not been heard, counted over all times in which this node listened as a
 * leader: were it counted from the last election, leaders that change often would wait for the dead
 * for ever.
 */
final class Silence {
    private final TreeMap<NodeId, Long> nanos = new TreeMap<>();

    void heard(NodeId node) {
        nanos.remove(node);
    }

    /** Some time passes for these nodes; all others are forgotten. */
    void pass(long time, Collection<NodeId> nodes) {
        nanos.keySet().retainAll(nodes);
        nodes.forEach(node -> nanos.merge(node, time, Long::sum));
    }

    /** Begins anew for those who were silent for longer than that. */
    void forgive(long time) {
        nanos.values().removeIf(silent -> silent > time);
    }

    boolean isLonger(NodeId node, long time) {
        return nanos.getOrDefault(node, 0L) > time;
    }
}
