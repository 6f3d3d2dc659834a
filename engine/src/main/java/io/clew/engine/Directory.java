package io.clew.engine;

import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.NodeMessage;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where things are, as far as this node was told: who leads which shard, and at which address.
 *
 * <p>It is a hint. Whoever is asked by mistake knows better, since it took part in a later term or
 * was told of one: along a chain of such answers the terms rise, so that there is no loop.
 */
final class Directory {
    /**
     * Reports that may be lost, beside a longest election timeout, before a node is taken for one
     * that nobody reaches: by then its groups have other leaders, or none.
     */
    private static final int PATIENCE = 3;

    /** The newest leader that was heard of, and what it said. */
    record Leader(NodeId node, NodeMessage.Led said) {}

    private final NodeId self;
    private final String address;
    private final TreeMap<Integer, Leader> leaders = new TreeMap<>();
    private final TreeSet<NodeId> resigning = new TreeSet<>();
    private final Replicas replicas;
    private final long reportNanos;
    private final long patienceNanos;

    /** For how long those who lead were not heard. */
    private final Silence silence = new Silence();

    private long listenedAt;

    /**
     * @param address of this node
     * @param replicas on it, that of the cluster's own group among them once it is asked
     */
    Directory(NodeId self, String address, Replicas replicas, EngineConfig config) {
        this.self = self;
        this.address = address;
        this.replicas = replicas;
        reportNanos = config.sharding().reportNanos();
        patienceNanos = PATIENCE * reportNanos + config.electionMaxNanos();
    }

    /** Time has passed, in which others should have reported; a node that stood still was deaf. */
    void listen(long now) {
        var leading = new TreeSet<NodeId>();
        leaders.values().forEach(leader -> leading.add(leader.node));
        silence.pass(Math.clamp(now - listenedAt, 0, 2 * reportNanos), leading);
        listenedAt = now;
    }

    void reported(NodeId from, NodeMessage.Report report) {
        silence.heard(from);
        if (report.resigns()) {
            resigning.add(from);
        } else {
            resigning.remove(from);
        }
        report.groups().forEach(led -> reported(from, led));
    }

    /** What was heard in one cluster says nothing in another, where the terms are others. */
    void forget() {
        leaders.clear();
        silence.pass(0, List.of());
        resigning.clear();
    }

    /** Whether a node asks not to be made a leader. */
    boolean resigns(NodeId id) {
        return resigning.contains(id.node());
    }

    private void reported(NodeId from, NodeMessage.Led led) {
        Leader known = leaders.get(led.shard());
        if (known == null || known.said.term() <= led.term()) {
            leaders.put(led.shard(), new Leader(from, led));
        }
    }

    /** Whether this node has said already that it leads a shard. */
    boolean knowsOwn(int shard, long term) {
        Leader known = leaders.get(shard);
        return known != null && known.node.equals(self) && known.said.term() == term;
    }

    /** Whether it has also said that the group has settled, with this configuration. */
    boolean knowsOwn(int shard, long term, long configuration) {
        Leader known = leaders.get(shard);
        return known != null
                && knowsOwn(shard, term)
                && known.said.configuration() == configuration
                && !known.said.settled().isEmpty();
    }

    @Nullable Leader leader(int shard) {
        return leaders.get(shard);
    }

    /** The address of a node, or of the one that a replica is on; null if it is not known. */
    @Nullable String address(NodeId id) {
        NodeId node = id.node();
        if (node.equals(self)) {
            return address;
        }
        Replica cluster = replicas.get(0);
        Member member = cluster.raft().membership().member(node);
        if (member != null) {
            return member.address();
        }
        Placement placement = cluster.state().placement();
        Placement.Host host = placement == null ? null : placement.hosts().get(node);
        return host == null ? null : host.address();
    }

    /** The address of a member of a group, or what stands for it there while it is not known. */
    String address(Replica group, Member member) {
        // Members of other groups than the cluster's own are named by their nodes.
        String known = group.shard() == 0 ? null : address(member.id());
        return known == null ? member.address() : known;
    }

    /**
     * The address of the leader that was last heard of, null if there is none, if it leads no more
     * by what this node knows, or if it has fallen silent.
     *
     * @param term the newest that this node knows of the shard
     */
    @Nullable String hint(int shard, long term) {
        Leader known = leaders.get(shard);
        if (known == null || known.said.term() < term || known.node.equals(self)) {
            return null;
        }
        return silence.isLonger(known.node, patienceNanos) ? null : address(known.node);
    }
}
