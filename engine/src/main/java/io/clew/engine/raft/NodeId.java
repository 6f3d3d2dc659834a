package io.clew.engine.raft;

import java.util.HexFormat;

/**
 * The identity of one data folder: a random number made together with it, so that a node which lost
 * its disk is somebody else. Its address is an attribute that may change.
 *
 * <p>In a group whose replicas move from node to node, a member is one replica on a node: one that
 * goes and comes back is somebody else there, whose votes and acknowledgements of before count no
 * more.
 *
 * @param value the node
 * @param replica which of the replicas that the group has ever had, counted from 1; 0 for the node
 *     itself, and in the group of shard 0, to which each node belongs as itself
 */
public record NodeId(long value, int replica) implements Comparable<NodeId> {
    /**
     * A member that has an address but has not been met yet; it can neither vote nor acknowledge.
     */
    public static final NodeId UNBOUND = new NodeId(0);

    /** A node itself. */
    public NodeId(long value) {
        this(value, 0);
    }

    public boolean bound() {
        return value != 0;
    }

    /** The node that this is, or is a replica on. */
    public NodeId node() {
        return replica == 0 ? this : new NodeId(value);
    }

    /** A replica on this node. */
    public NodeId replica(int number) {
        return new NodeId(value, number);
    }

    @Override
    public int compareTo(NodeId other) {
        int byNode = Long.compareUnsigned(value, other.value);
        return byNode != 0 ? byNode : Integer.compare(replica, other.replica);
    }

    @Override
    public String toString() {
        String node = HexFormat.of().toHexDigits(value);
        return replica == 0 ? node : node + "." + replica;
    }
}
