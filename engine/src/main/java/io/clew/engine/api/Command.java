package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;

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
}
