package io.clew.sim.disk;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A small log on a disk, and what tests write to it. */
abstract class StorageCase {
    static final NodeId NODE = new NodeId(42);
    static final HardState HARD = new HardState(3, new NodeId(5));
    static final StorageConfig CONFIG = StorageConfig.tiny();

    final SimDisk disk = new SimDisk();

    Storage open() {
        return Storage.open(disk, CONFIG, NODE);
    }

    static LogId mark(Storage storage, int shard) {
        var state = storage.takeRecovered().shards().get(shard).snapshot();
        return Objects.requireNonNull(state).last();
    }

    static List<Entry> entries(Storage storage) {
        return storage.takeRecovered().shards().getFirst().entries();
    }

    static void write(Storage storage, int index, int size) {
        storage.append(batch(entry(index, size)));
        storage.sync();
    }

    static void snapshot(Storage storage, int index) {
        storage.snapshots().save(0, StorageRun.state(new LogId(3, index)), List.of());
        storage.append(new WriteBatch(1, List.of(mark(0, index))));
        storage.sync();
    }

    static ShardWrite mark(int shard, int index) {
        var mark = new SnapshotMark(new LogId(3, index), false);
        return new ShardWrite(shard, new LogWrite(HARD, mark, 0, List.of()));
    }

    static WriteBatch batch(Entry entry) {
        return batch(0, entry);
    }

    static WriteBatch batch(int shard, Entry entry) {
        var entries = new ArrayList<>(List.of(entry));
        var write = new LogWrite(HARD, null, entry.index(), entries);
        return new WriteBatch(1, List.of(new ShardWrite(shard, write)));
    }

    static Entry entry(int index, int size) {
        byte[] payload = new byte[size];
        new SplittableRandom(index).nextBytes(payload);
        return new Entry(index, 3, Entry.Kind.COMMAND, Bytes.of(payload));
    }
}
