package io.clew.engine.storage;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings each shard's log and newest snapshot together again after a restart.
 *
 * <p>The file may be ahead of the log's mark, since it becomes durable first: then the log is
 * brought up to it, and that change has to be written. It can never be behind.
 */
final class Reunion {
    private final SnapshotStore store;
    private final WalRecovery.Found found;
    private final ArrayList<Recovered.Shard> shards = new ArrayList<>();
    private final ArrayList<ShardWrite> repairs = new ArrayList<>();
    private final TreeMap<Integer, Integer> graves = new TreeMap<>();

    Reunion(WalRecovery.Found found, SnapshotStore store, List<SnapshotName> snapshots) {
        this.found = found;
        this.store = store;
        var newest = new TreeMap<Integer, SnapshotName>();
        snapshots.forEach(name -> newest.put(name.shard(), name));
        var numbers = new TreeSet<>(found.shards().keySet());
        numbers.addAll(newest.keySet());
        for (int shard : numbers) {
            Replay log = found.shards().getOrDefault(shard, new Replay(ShardTail.INITIAL));
            HardState hard = log.tail().hard();
            if (hard.gone()) {
                graves.put(shard, hard.replica()); // Its files may outlive it for a moment.
            } else {
                join(shard, log, newest.get(shard));
            }
        }
    }

    /** What the node starts from. */
    List<Recovered.Shard> shards() {
        return shards;
    }

    /** The newest replica of each shard that was taken away, if none has come since. */
    SortedMap<Integer, Integer> graves() {
        return graves;
    }

    /** What the log must record before anything else. */
    List<ShardWrite> repairs() {
        return repairs;
    }

    private void join(int shard, Replay log, @Nullable SnapshotName name) {
        LogId last = name == null ? LogId.ZERO : name.id().last();
        checkMark(shard, log.tail().mark(), last);
        checkNoGap(shard, log, last);
        if (!last.equals(log.tail().mark())) {
            LogWrite repair = repair(log, last);
            log.apply(repair);
            repairs.add(new ShardWrite(shard, repair));
        }
        SnapshotState state = name == null ? null : store.load(name);
        SnapshotId id = name == null ? null : name.id();
        shards.add(
                new Recovered.Shard(shard, log.tail().hard(), state, id, log.after(last.index())));
    }

    private static void checkMark(int shard, LogId mark, LogId last) {
        if (last.index() < mark.index() || (last.index() == mark.index() && !last.equals(mark))) {
            throw new CorruptionException(
                    "snapshot of shard " + shard, 0, "the log relies on " + mark + ", not there");
        }
    }

    private void checkNoGap(int shard, Replay log, LogId last) {
        long needed = last.equals(log.tail().mark()) ? last.index() + 1 : last.index();
        if (needed < log.firstIndex()) {
            throw new CorruptionException(
                    SegmentHeader.fileName(found.segments().getFirst().generation() - 1),
                    0,
                    "entries "
                            + needed
                            + " … "
                            + (log.firstIndex() - 1)
                            + " of shard "
                            + shard
                            + " are missing");
        }
    }

    /**
     * If the log has the snapshot's last entry, what follows it stays; else the snapshot replaces
     * the log (Raft §7).
     */
    private static LogWrite repair(Replay log, LogId last) {
        HardState hard = log.tail().hard();
        if (hard.term() < last.term()) {
            // The term came with the snapshot and was not yet written; no vote was given in it.
            hard = hard.voted(last.term(), NodeId.UNBOUND);
        }
        return new LogWrite(hard, new SnapshotMark(last, !log.contains(last)), 0, List.of());
    }
}
