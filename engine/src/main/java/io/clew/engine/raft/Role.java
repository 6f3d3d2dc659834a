package io.clew.engine.raft;

/**
 * The part a node plays in its term. Every handler returns the role to go on with.
 *
 * <pre>
 *   Follower  -> Candidate   nothing was heard from a leader for an election timeout
 *   Candidate -> Leader      a majority voted for it
 *   Candidate -> Follower    a leader or a newer term appeared, or a majority would not vote for it
 *   Leader    -> Follower    a newer term appeared, or no majority was heard from
 * </pre>
 */
sealed interface Role permits Follower, Candidate, Leader {
    /** When {@link #tick} wants to be called. */
    long deadline();

    Role tick(long now);

    /** Something this node wrote is durable. */
    Role written(long now);

    /** The role ends: whatever waits on it is told so. */
    void leave();
}
