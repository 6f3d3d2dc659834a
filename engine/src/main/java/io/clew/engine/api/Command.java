package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.PlacementChange;

/** What the state machine is told, replicated through the log. */
public sealed interface Command {
    /** A change of the map. */
    sealed interface Write extends Command {}

    record Put(Bytes key, Bytes value) implements Write {}

    record Delete(Bytes key) implements Write {}

    /** Removes every key. */
    record Clear() implements Write {}

    /**
     * A write that takes effect once, however often it comes: what its leader replicates for a
     * {@link Request.KeyedWrite}.
     *
     * @param issued the index in the key's token
     * @param unique what tells the key from others with the same token
     * @param timeMillis the log's own time, as the leader that appended this counts it
     * @param limits of the table of keys, from this entry on
     */
    record Keyed(long issued, Bytes unique, long timeMillis, KeyLimits limits, Write write)
            implements Command {}

    /**
     * Removes every key of this shard, because all shards are cleared: once for each number, and
     * never after a later one.
     *
     * @param number of the order, higher than that of every one before
     */
    record ClearShard(long number) implements Command {}

    /** Changes which nodes carry which shard; only in the log of shard 0. */
    record Place(PlacementChange change) implements Command {}
}
