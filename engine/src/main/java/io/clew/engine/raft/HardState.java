package io.clew.engine.raft;

/**
 * What must survive a crash beside the log (Raft figure 2).
 *
 * @param term the latest term seen, 0 at first
 * @param vote whom this node voted for in that term, {@link NodeId#UNBOUND} for nobody
 */
public record HardState(long term, NodeId vote) {
    public static final HardState INITIAL = new HardState(0, NodeId.UNBOUND);
}
