package io.clew.sim.world.check;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What a node's durable state should be, followed from the writes that it asks for. */
final class ShadowLog {
    private final List<Entry> entries = new ArrayList<>();

    /** The configurations among the entries. */
    private final List<Configured> configurations = new ArrayList<>();

    private HardState hard = HardState.INITIAL;

    /** The snapshot that covers everything before the entries. */
    private LogId base = LogId.ZERO;

    /** A configuration and the index of its entry. */
    record Configured(long index, Membership membership) {}

    /** Takes over what a restart found. */
    void reset(Recovered.Shard found) {
        SnapshotState snapshot = found.snapshot();
        entries.clear();
        entries.addAll(found.entries());
        configurations.clear();
        configure(found.entries());
        hard = found.hard();
        base = snapshot == null ? LogId.ZERO : snapshot.last();
    }

    void reset(ShadowLog other) {
        entries.clear();
        entries.addAll(other.entries);
        configurations.clear();
        configurations.addAll(other.configurations);
        hard = other.hard;
        base = other.base;
    }

    void apply(LogWrite write) {
        if (write.hard().gone()) {
            reset(new ShadowLog());
            return;
        }
        hard = write.hard();
        LogWrite.SnapshotMark mark = write.mark();
        if (mark != null && mark.reset()) {
            entries.clear();
            base = mark.last();
        } else if (mark != null && mark.last().index() > base.index()) {
            int covered = (int) Math.min(mark.last().index() - base.index(), entries.size());
            entries.subList(0, covered).clear();
            base = mark.last();
        }
        if (write.firstIndex() != 0) {
            int keep = (int) (write.firstIndex() - base.index() - 1);
            entries.subList(keep, entries.size()).clear();
            entries.addAll(write.entries());
            configurations.removeIf(c -> c.index >= write.firstIndex());
            configure(write.entries());
        }
        configurations.removeIf(c -> c.index <= base.index() || c.index > lastIndex());
    }

    private void configure(List<Entry> added) {
        for (Entry entry : added) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                configurations.add(
                        new Configured(entry.index(), Membership.decode(entry.payload())));
            }
        }
    }

    /** The configurations among the entries, the oldest first. */
    List<Configured> configurations() {
        return configurations;
    }

    HardState hard() {
        return hard;
    }

    LogId base() {
        return base;
    }

    long lastIndex() {
        return base.index() + entries.size();
    }

    /** The entry at an index, null where the log has none or only a snapshot that covers it. */
    @Nullable Entry at(long index) {
        long offset = index - base.index() - 1;
        return offset < 0 || offset >= entries.size() ? null : entries.get((int) offset);
    }

    /** The term of the entry at an index, -1 where that is not known. */
    long termAt(long index) {
        Entry entry = at(index);
        return entry != null ? entry.term() : index == base.index() ? base.term() : -1;
    }

    /** Whether the log has the entry, or a snapshot that contains it. */
    boolean covers(LogId id) {
        return id.index() <= base.index() || termAt(id.index()) == id.term();
    }

    /** Whether a restart that found this has lost nothing and invented nothing. */
    boolean matches(Recovered.@Nullable Shard found) {
        if (found == null) {
            return hard.term() == 0 && lastIndex() == 0;
        }
        SnapshotState snapshot = found.snapshot();
        LogId start = snapshot == null ? LogId.ZERO : snapshot.last();
        return start.index() >= base.index()
                && hardAfter(start).equals(found.hard())
                && found.entries().equals(entriesAfter(start));
    }

    /** A snapshot of a later term may be on disk already although the log does not say so yet. */
    private HardState hardAfter(LogId snapshot) {
        return hard.term() >= snapshot.term() ? hard : hard.voted(snapshot.term(), NodeId.UNBOUND);
    }

    /** Entries follow a snapshot only if the log had the entry with which it ends (Raft §7). */
    private List<Entry> entriesAfter(LogId snapshot) {
        return termAt(snapshot.index()) == snapshot.term()
                ? entries.subList((int) (snapshot.index() - base.index()), entries.size())
                : List.of();
    }

    /** The same of what a disk holds. */
    static String words(Recovered.@Nullable Shard found) {
        if (found == null) {
            return "nothing";
        }
        var log = new ShadowLog();
        log.reset(found);
        return log.toString();
    }

    @Override
    public String toString() {
        return "term "
                + hard.term()
                + ", vote "
                + hard.vote()
                + ", snapshot "
                + base
                + ", last entry "
                + lastIndex();
    }
}
