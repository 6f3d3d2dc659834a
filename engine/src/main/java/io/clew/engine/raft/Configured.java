package io.clew.engine.raft;

/**
 * A configuration together with where it comes from.
 *
 * @param index of the entry that brought it, 0 for the one that a node begins with
 */
public record Configured(long index, Membership membership) {}
