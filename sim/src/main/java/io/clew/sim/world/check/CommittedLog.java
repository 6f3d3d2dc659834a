package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;

import java.util.ArrayList;
import java.util.List;

/** The entries that some node has called committed: from then on there is only one truth. */
final class CommittedLog {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> terms = new ArrayList<>();

    /** The size of the log up to each index, beginning with 0. */
    private final List<Long> bytes = new ArrayList<>(List.of(0L));

    long lastIndex() {
        return entries.size();
    }

    Entry at(long index) {
        return entries.get((int) (index - 1));
    }

    /** The term of the node that was first to call the entry at an index committed. */
    long committedIn(long index) {
        return terms.get((int) (index - 1));
    }

    void add(Entry entry, long term) {
        if (entry.index() != lastIndex() + 1) {
            throw new IllegalArgumentException("entry " + entry.index() + " after " + lastIndex());
        }
        entries.add(entry);
        terms.add(term);
        bytes.add(bytes.getLast() + entry.sizeBytes());
    }

    /** How many bytes the log has between two indexes, the first one not included. */
    long bytesBetween(long from, long to) {
        return bytes.get((int) to) - bytes.get((int) from);
    }
}
