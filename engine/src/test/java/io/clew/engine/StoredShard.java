package io.clew.engine;

import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What a disk holds of one shard. */
final class StoredShard {
    HardState hard = HardState.INITIAL;
    final ArrayList<Entry> log = new ArrayList<>();
    @Nullable SnapshotState snapshot;
    @Nullable SnapshotId snapshotId;

    /** How often entries of it were written. */
    int entryWrites;

    void store(LogWrite write) {
        hard = write.hard();
        entryWrites += write.entries().isEmpty() ? 0 : 1;
        LogWrite.SnapshotMark mark = write.mark();
        if (hard.gone() || (mark != null && mark.reset())) {
            log.clear();
        }
        if (hard.gone()) {
            snapshot = null;
            snapshotId = null;
        }
        if (mark != null) {
            log.removeIf(e -> e.index() <= mark.last().index());
        }
        if (write.firstIndex() != 0) {
            log.removeIf(e -> e.index() >= write.firstIndex());
            log.addAll(write.entries());
        }
    }

    void keep(SnapshotId id, SnapshotState state) {
        snapshotId = id;
        snapshot = state;
    }

    void recover(int shard, List<Recovered.Shard> found, SortedMap<Integer, Integer> graves) {
        if (hard.gone()) {
            graves.put(shard, hard.replica());
        } else {
            found.add(new Recovered.Shard(shard, hard, snapshot, snapshotId, log));
        }
    }
}
