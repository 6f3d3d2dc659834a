package io.clew.engine.raft;

/**
 * A member of the cluster.
 *
 * @param id its identity, {@link NodeId#UNBOUND} while nobody has been met at its address
 * @param address {@code host:port} at which others reach it
 */
public record Member(NodeId id, String address) {}
