package io.clew.engine.storage;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;

import java.util.ArrayList;
import java.util.List;

/**
 * One shard's log while it is read back, record by record.
 *
 * <p>Invariant: {@code entries} end at the tail's last index. Entries between the mark and the
 * first of them were in segments that are gone; that is so only until a later mark covers them.
 */
final class Replay {
    private final ArrayList<Entry> entries = new ArrayList<>();
    private ShardTail tail;

    Replay(ShardTail base) {
        tail = base;
    }

    ShardTail tail() {
        return tail;
    }

    void apply(LogWrite write) {
        tail = tail.after(write);
        LogWrite.SnapshotMark mark = write.mark();
        if (write.hard().gone() || (mark != null && mark.reset())) {
            entries.clear();
        }
        forgetUpTo(tail.mark().index());
        if (write.firstIndex() != 0) {
            truncateFrom(write.firstIndex());
            entries.addAll(write.entries());
        }
    }

    /** The index of the first entry that is at hand, or would be if there were one. */
    long firstIndex() {
        return tail.lastIndex() + 1 - entries.size();
    }

    boolean contains(LogId id) {
        if (id.equals(tail.mark())) {
            return true;
        }
        long offset = id.index() - firstIndex();
        return offset >= 0
                && offset < entries.size()
                && entries.get((int) offset).term() == id.term();
    }

    /** The entries after an index; the caller has checked that they are at hand. */
    List<Entry> after(long index) {
        return entries.subList((int) (index + 1 - firstIndex()), entries.size());
    }

    private void forgetUpTo(long index) {
        long covered = 0;
        while (covered < entries.size() && entries.get((int) covered).index() <= index) {
            covered++;
        }
        entries.subList(0, (int) covered).clear();
    }

    private void truncateFrom(long index) {
        int keep = entries.size();
        while (keep > 0 && entries.get(keep - 1).index() >= index) {
            keep--;
        }
        entries.subList(keep, entries.size()).clear();
    }
}
