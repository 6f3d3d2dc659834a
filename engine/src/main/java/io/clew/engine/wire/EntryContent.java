package io.clew.engine.wire;

import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;

import org.jspecify.annotations.Nullable;

/**
 * Whether this version can read what an entry holds. One that it cannot was written by another
 * version: who finds that out only when it is applied can neither go on nor go back.
 */
public final class EntryContent {
    private EntryContent() {}

    /** What is not known about the entry, null if it can be read. */
    public static @Nullable String unknown(Entry entry) {
        try {
            switch (entry.kind()) {
                case NOOP -> {}
                case MEMBERSHIP -> {
                    var _ = Membership.decode(entry.payload());
                }
                case COMMAND -> CommandCodec.checkKnown(entry.payload());
            }
            return null;
        } catch (MalformedException e) {
            return "entry " + entry.id() + " has an " + e.getMessage();
        }
    }

    /** The same of several, the first that cannot be read. */
    public static @Nullable String unknown(Iterable<Entry> entries) {
        for (Entry entry : entries) {
            String unknown = unknown(entry);
            if (unknown != null) {
                return unknown;
            }
        }
        return null;
    }
}
