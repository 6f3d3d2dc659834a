package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;

import java.util.ArrayList;
import java.util.List;

/** The entries that some node has called committed: from then on there is only one truth. */
final class CommittedLog {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> terms = new ArrayList<>();

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
    }
}
