package io.clew.engine;

import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.NodeMessage;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where things are, as far as this node was told: who leads which shard, and at which address.
 *
 * <p>It is a hint. Whoever is asked by mistake knows better, since it took part in a later term or
 * was told of one: along a chain of such answers the terms rise, so that there is no loop.
 */
final class Directory {
    /** The newest leader that was heard of, and what it said. */
    record Leader(NodeId node, NodeMessage.Led said) {}

    private final NodeId self;
    private final String address;
    private final TreeMap<Integer, Leader> leaders = new TreeMap<>();
    private final TreeSet<NodeId> resigning = new TreeSet<>();
    private final Replicas replicas;

    /**
     * @param address of this node
     * @param replicas on it, that of the cluster's own group among them once it is asked
     */
    Directory(NodeId self, String address, Replicas replicas) {
        this.self = self;
        this.address = address;
        this.replicas = replicas;
    }

    void reported(NodeId from, NodeMessage.Report report) {
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

    /** Whether it is known here already that this node leads a shard. */
    boolean knowsOwn(int shard, long term) {
        Leader known = leaders.get(shard);
        return known != null && known.node.equals(self) && known.said.term() == term;
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
     * The address of the leader that was last heard of, null if there is none or if it leads no
     * more by what this node knows.
     *
     * @param term the newest that this node knows of the shard
     */
    @Nullable String hint(int shard, long term) {
        Leader known = leaders.get(shard);
        if (known == null || known.said.term() < term || known.node.equals(self)) {
            return null;
        }
        return address(known.node);
    }
}
