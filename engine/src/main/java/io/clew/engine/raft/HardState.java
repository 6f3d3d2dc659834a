package io.clew.engine.raft;

import io.clew.engine.Invariant;

/**
 * What must survive a crash beside the log (Raft figure 2).
 *
 * @param term the latest term seen, 0 at first
 * @param vote whom this node voted for in that term, {@link NodeId#UNBOUND} for nobody
 * @param replica the number of the replica that this is, see {@link NodeId#replica()}
 * @param gone the replica was taken away from this node: only its number is left, so that it never
 *     comes back
 */
public record HardState(long term, NodeId vote, int replica, boolean gone) {
    public static final HardState INITIAL = new HardState(0, NodeId.UNBOUND);

    public HardState {
        Invariant.check(!gone || term == 0, "who is gone has no term", term, replica);
    }

    /** Of a node that belongs to a group as itself. */
    public HardState(long term, NodeId vote) {
        this(term, vote, 0, false);
    }

    /** What is remembered of a replica that has never voted. */
    public static HardState of(NodeId self) {
        return new HardState(0, NodeId.UNBOUND, self.replica(), false);
    }

    /** What is left of a replica that was taken away. */
    public static HardState gone(int replica) {
        return new HardState(0, NodeId.UNBOUND, replica, true);
    }

    /** The same replica in a term in which it has voted so. */
    public HardState voted(long term, NodeId vote) {
        return new HardState(term, vote, replica, gone);
    }
}
