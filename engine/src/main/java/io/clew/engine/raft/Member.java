package io.clew.engine.raft;

/**
 * A member of the cluster.
 *
 * @param id its identity, {@link NodeId#UNBOUND} while nobody has been met at its address
 * @param address {@code host:port} at which others reach it
 */
public record Member(NodeId id, String address) {
    /**
     * A replica in the group of a shard: addresses may change, and the cluster's group has them.
     */
    public static Member of(NodeId replica) {
        return new Member(replica, replica.node().toString());
    }
}
