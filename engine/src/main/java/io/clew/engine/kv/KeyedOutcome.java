package io.clew.engine.kv;

import io.clew.engine.api.KeyFault;

/** What applying a keyed write came to. */
public sealed interface KeyedOutcome {
    /**
     * @param revision the index of the entry that applied it
     * @param repeated whether that was an earlier one
     */
    record Done(long revision, boolean repeated) implements KeyedOutcome {}

    record Refused(KeyFault fault) implements KeyedOutcome {}
}
