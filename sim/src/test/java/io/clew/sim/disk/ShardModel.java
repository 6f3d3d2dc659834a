package io.clew.sim.disk;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.List;

/** What a shard's durable state should be: written for clarity, not for speed. */
record ShardModel(HardState hard, LogId mark, List<Entry> entries) {
    static final ShardModel EMPTY = new ShardModel(HardState.INITIAL, LogId.ZERO, List.of());

    ShardModel {
        entries = List.copyOf(entries);
    }

    long lastIndex() {
        return entries.isEmpty() ? mark.index() : entries.getLast().index();
    }

    /** What is left of a replica that was taken away. */
    static ShardModel gone(int replica) {
        return new ShardModel(HardState.gone(replica), LogId.ZERO, List.of());
    }

    ShardModel after(LogWrite write) {
        if (write.hard().gone()) {
            return gone(write.hard().replica());
        }
        ShardModel next = new ShardModel(write.hard(), mark, entries);
        LogWrite.SnapshotMark moved = write.mark();
        if (moved != null) {
            next = next.marked(moved.last(), moved.reset());
        }
        return write.firstIndex() == 0
                ? next
                : next.replacedFrom(write.firstIndex(), write.entries());
    }

    /** As it is found if a snapshot file is there that the log may not know of yet. */
    ShardModel joinedWith(LogId snapshot) {
        if (hard.gone() || snapshot.index() <= mark.index()) {
            return this;
        }
        boolean known = entries.stream().anyMatch(entry -> entry.id().equals(snapshot));
        HardState raised =
                hard.term() < snapshot.term() ? hard.voted(snapshot.term(), NodeId.UNBOUND) : hard;
        return new ShardModel(raised, mark, entries).marked(snapshot, !known);
    }

    private ShardModel marked(LogId snapshot, boolean reset) {
        var kept = new ArrayList<>(reset ? List.of() : entries);
        kept.removeIf(entry -> entry.index() <= snapshot.index());
        return new ShardModel(hard, snapshot, kept);
    }

    private ShardModel replacedFrom(long index, List<Entry> more) {
        var all = new ArrayList<>(entries);
        all.removeIf(entry -> entry.index() >= index);
        all.addAll(more);
        return new ShardModel(hard, mark, all);
    }
}
