package io.clew.engine;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.SnapshotState;

import java.util.Comparator;
import java.util.TreeMap;

/** The snapshot files of all servers: kept as objects, and sent in two pieces. */
final class TestFiles {
    private static final long PIECE_BYTES = 500;

    private final TreeMap<SnapshotId, SnapshotState> snapshots =
            new TreeMap<>(
                    Comparator.<SnapshotId, LogId>comparing(s -> s.last())
                            .thenComparingInt(SnapshotId::checksum));

    void run(Server server, SnapshotTask task) {
        switch (task) {
            case SnapshotTask.Save(int shard, SnapshotState state, var _) -> {
                var id =
                        new SnapshotId(
                                state.last(),
                                2 * PIECE_BYTES,
                                (int) state.last().index() + (shard << 16));
                snapshots.put(id, state);
                server.stored(shard).keep(id, state);
                server.damageSent = null;
                server.give(new Event.SnapshotSaved(shard, id));
            }
            case SnapshotTask.Load l ->
                    server.give(
                            new Event.ChunkLoaded(
                                    l.shard(),
                                    l.to(),
                                    l.snapshot(),
                                    l.offset(),
                                    server.damageSent == null ? Bytes.utf8("x") : null,
                                    server.damageSent));
            case SnapshotTask.Scrub(int shard, long _) ->
                    server.give(new Event.Scrubbed(shard, server.damage));
            case SnapshotTask.Drop(int shard) -> server.give(new Event.Dropped(shard));
            case SnapshotTask.Receive r -> {
                long next = r.offset() + PIECE_BYTES;
                boolean whole = next == r.snapshot().sizeBytes();
                SnapshotState complete = whole ? snapshots.get(r.snapshot()) : null;
                if (complete != null) {
                    server.stored(r.shard()).keep(r.snapshot(), complete);
                }
                server.give(
                        new Event.ChunkReceived(
                                r.shard(), r.from(), r.snapshot(), next, complete, null));
            }
        }
    }
}
