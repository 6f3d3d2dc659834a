package io.clew.engine.raft;

import io.clew.engine.Invariant;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The retained end of the log, in memory, and how much of it is on disk.
 *
 * <p>Invariant: entries are contiguous from {@code base.index + 1}; {@code durable <= last}; terms
 * never fall. The whole retained log is in memory, so that neither a follower that lags nor a
 * restart makes the engine wait for a disk; snapshots keep it small.
 */
public final class RaftLog {
    /** A write handed out and not yet confirmed. */
    private static final class InFlight {
        final long sequence;
        long lastIndex;

        InFlight(long sequence, long lastIndex) {
            this.sequence = sequence;
            this.lastIndex = lastIndex;
        }
    }

    private LogId base;

    /** The retained entries; its length is a power of two. */
    private @Nullable Entry[] ring = new Entry[16];

    /** For each of them the bytes of all entries that ever came up to it, itself included. */
    private long[] ends = new long[16];

    private int head;
    private int count;

    /** What {@link #ends} counts up to the base. */
    private long baseEnd;

    /** The first index that is on no write yet; {@code last + 1} if all are. */
    private long unwritten;

    /** Entries were cut off that a write has stored or may store. */
    private boolean cut;

    private long durable;
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();

    /** A log as a restart found it: all of it is durable. */
    public RaftLog(LogId base, List<Entry> entries) {
        this.base = base;
        this.unwritten = base.index() + 1;
        for (Entry entry : entries) {
            append(entry);
        }
        this.unwritten = lastIndex() + 1;
        this.durable = lastIndex();
    }

    /** The position before the first retained entry. */
    public LogId base() {
        return base;
    }

    public long lastIndex() {
        return base.index() + count;
    }

    public LogId last() {
        return count == 0 ? base : at(lastIndex()).id();
    }

    /** Everything up to here is on disk, in the log or in a snapshot. */
    public long durable() {
        return durable;
    }

    /** Bytes of the retained entries. */
    public long sizeBytes() {
        return end(lastIndex()) - baseEnd;
    }

    /** Bytes of the retained entries from one index to another, both included. */
    public long bytesBetween(long from, long to) {
        return end(to) - end(from - 1);
    }

    public boolean contains(long index) {
        return index > base.index() && index <= lastIndex();
    }

    /** The term at an index, -1 if it is before the retained part or after the end. */
    public long term(long index) {
        if (index == base.index()) {
            return base.term();
        }
        return contains(index) ? at(index).term() : -1;
    }

    public boolean matches(LogId id) {
        return term(id.index()) == id.term();
    }

    public Entry at(long index) {
        Invariant.check(contains(index), "a retained index", index, base.index());
        Entry entry = ring[slot(index - base.index() - 1)];
        Invariant.check(entry != null && entry.index() == index, "an entry at its index");
        return java.util.Objects.requireNonNull(entry);
    }

    /** Entries from an index on: at least one if there is any, then up to a number of bytes. */
    public List<Entry> slice(long from, int bytesMax) {
        var entries = new ArrayList<Entry>();
        long bytes = 0;
        for (long i = from; i <= lastIndex(); i++) {
            Entry entry = at(i);
            bytes += entry.sizeBytes();
            if (!entries.isEmpty() && bytes > bytesMax) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    /**
     * The largest position not after {@code index} whose term is not above {@code term}: where two
     * logs may still agree, found without walking entry by entry over the network (Raft §5.3, end).
     */
    public LogId floor(long index, long term) {
        long i = Math.min(index, lastIndex());
        while (i > base.index() && at(i).term() > term) {
            i--;
        }
        return i <= base.index() ? base : at(i).id();
    }

    public void append(Entry entry) {
        Invariant.check(
                entry.index() == lastIndex() + 1, "contiguous log", entry.index(), lastIndex());
        Invariant.check(entry.term() >= last().term(), "rising terms", entry.term(), last().term());
        if (count == ring.length) {
            grow();
        }
        long end = end(lastIndex()) + entry.sizeBytes();
        ends[slot(count)] = end;
        ring[slot(count++)] = entry;
    }

    /** Cuts off the end, this index included. */
    public void truncateFrom(long index) {
        Invariant.check(contains(index), "truncation inside the log", index, lastIndex());
        while (lastIndex() >= index) {
            ring[slot(--count)] = null;
        }
        forgetWritesFrom(index);
    }

    /** Forgets entries up to this index, which a durable snapshot covers. */
    public void compactTo(long index) {
        long to = Math.min(index, lastIndex());
        if (to <= base.index()) {
            return;
        }
        // Not entry by entry: there may be a million, and heartbeats wait meanwhile.
        LogId newBase = at(to).id();
        baseEnd = end(to);
        int forgotten = (int) (to - base.index());
        int straight = Math.min(forgotten, ring.length - head);
        Arrays.fill(ring, head, head + straight, null);
        Arrays.fill(ring, 0, forgotten - straight, null);
        head = slot(forgotten);
        count -= forgotten;
        base = newBase;
        unwritten = Math.max(unwritten, to + 1);
        durable = Math.max(durable, to);
    }

    /** Replaces everything by a durable snapshot that ends here. */
    public void reset(LogId snapshot) {
        Arrays.fill(ring, null);
        head = 0;
        count = 0;
        baseEnd = 0;
        base = snapshot;
        cut = false;
        unwritten = snapshot.index() + 1;
        durable = snapshot.index();
        for (InFlight write : inFlight) {
            write.lastIndex = Math.min(write.lastIndex, snapshot.index());
        }
    }

    /** Whether something must be written that no write holds yet. */
    public boolean dirty() {
        return cut || unwritten <= lastIndex();
    }

    /** What a write must say about the log: 0 if nothing, else the first index that it replaces. */
    public long writeFrom() {
        return dirty() ? unwritten : 0;
    }

    /** The entries for the write that is being made; it will be confirmed by its sequence. */
    public List<Entry> takeWrite(long sequence) {
        var entries = new ArrayList<Entry>();
        for (long i = unwritten; i <= lastIndex(); i++) {
            entries.add(at(i));
        }
        unwritten = lastIndex() + 1;
        cut = false;
        inFlight.add(new InFlight(sequence, lastIndex()));
        return entries;
    }

    /**
     * Has the entries from this index on written once more. What is durable stays so meanwhile:
     * they are where they are until the new write is durable, too.
     */
    public void writeAgainFrom(long index) {
        Invariant.check(contains(index), "a retained index", index, lastIndex());
        if (index < unwritten) {
            cut = true; // Should they be cut off before that, the disk has to be told.
            unwritten = index;
        }
    }

    /** All writes up to and with this sequence are durable. */
    public void written(long sequence) {
        for (InFlight first = inFlight.peek();
                first != null && first.sequence <= sequence;
                first = inFlight.peek()) {
            inFlight.remove();
            durable = Math.max(durable, Math.min(first.lastIndex, lastIndex()));
        }
    }

    /**
     * An entry that was cut off does not become durable by its write, even if another takes its
     * index before that write is confirmed: only the write that holds the new entry counts.
     */
    private void forgetWritesFrom(long index) {
        if (index < unwritten) {
            cut = true;
            unwritten = index;
        }
        durable = Math.min(durable, index - 1);
        for (InFlight write : inFlight) {
            write.lastIndex = Math.min(write.lastIndex, index - 1);
        }
    }

    private long end(long index) {
        return index == base.index() ? baseEnd : ends[slot(index - base.index() - 1)];
    }

    private int slot(long offset) {
        return (int) (head + offset & ring.length - 1);
    }

    private void grow() {
        var bigger = new Entry[ring.length * 2];
        var biggerEnds = new long[ring.length * 2];
        int straight = ring.length - head; // It is full.
        System.arraycopy(ring, head, bigger, 0, straight);
        System.arraycopy(ring, 0, bigger, straight, head);
        System.arraycopy(ends, head, biggerEnds, 0, straight);
        System.arraycopy(ends, 0, biggerEnds, straight, head);
        ring = bigger;
        ends = biggerEnds;
        head = 0;
    }
}
