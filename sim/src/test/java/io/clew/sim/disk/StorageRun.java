package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvStore;
import io.clew.engine.kv.KvView;
import io.clew.engine.raft.Configured;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Uses a storage at random, as nodes may, and knows what it has to hold after a crash. */
final class StorageRun {
    static final NodeId NODE = new NodeId(42);
    static final StorageConfig CONFIG = StorageConfig.tiny();

    private final RandomGenerator random;
    private final SimDisk disk;
    private final int shards;

    /** The states after each batch since the newest that is certainly durable, which is first. */
    private final ArrayList<TreeMap<Integer, ShardModel>> states = new ArrayList<>();

    /**
     * Snapshots of which at least the last that is certain, and those that may be there as well.
     */
    private final TreeMap<Integer, List<LogId>> snapshots = new TreeMap<>();

    private @Nullable Storage storage;
    private long batches;

    StorageRun(RandomGenerator random, SimDisk disk) {
        this.random = random;
        this.disk = disk;
        this.shards = 1 + random.nextInt(3);
        states.add(new TreeMap<>());
    }

    Storage storage() {
        if (storage == null) {
            throw new IllegalStateException("not open");
        }
        return storage;
    }

    /** Opens and checks what was found; false if an injected failure prevented it. */
    boolean open() {
        try {
            storage = Storage.open(disk, CONFIG, NODE);
        } catch (DiskException e) {
            return false;
        } catch (CorruptionException e) {
            unread(e);
            return false;
        }
        check(storage.takeRecovered());
        return true;
    }

    /** Does some work; ends early at an injected failure. */
    void work(int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                step();
            }
        } catch (DiskException _) {
            // The crash that the caller has in store comes now.
        } catch (CorruptionException e) {
            unread(e);
        }
    }

    /** Nothing is damaged here: a read may have failed, as it was injected. */
    private static void unread(CorruptionException e) {
        if (!(e.getCause() instanceof DiskException)) {
            throw e;
        }
    }

    /** Makes all durable and sealed. */
    void settle() {
        storage().sync();
        synced();
        storage().idle();
    }

    /** Bytes of entries that only the log holds. */
    int logBytes() {
        int bytes = 0;
        for (ShardModel model : states.getLast().values()) {
            for (Entry entry : model.entries()) {
                bytes += entry.payload().size();
            }
        }
        return bytes;
    }

    void check(Recovered recovered) {
        var found = new TreeMap<Integer, ShardModel>();
        recovered.shards().forEach(shard -> found.put(shard.shard(), modelOf(shard)));
        recovered.graves().forEach((shard, replica) -> found.put(shard, ShardModel.gone(replica)));
        for (TreeMap<Integer, ShardModel> state : states.reversed()) {
            if (matches(state, found)) {
                states.clear();
                states.add(found);
                found.forEach((shard, model) -> snapshots.put(shard, List.of(model.mark())));
                return;
            }
        }
        throw new AssertionError(
                "found "
                        + found
                        + "\nbut should be one of "
                        + states
                        + "\nwith snapshots "
                        + snapshots);
    }

    private boolean matches(Map<Integer, ShardModel> state, Map<Integer, ShardModel> found) {
        for (int shard = 0; shard < shards; shard++) {
            ShardModel expected = state.getOrDefault(shard, ShardModel.EMPTY);
            ShardModel actual = found.getOrDefault(shard, ShardModel.EMPTY);
            boolean equal = false;
            for (LogId snapshot : snapshots.getOrDefault(shard, List.of(LogId.ZERO))) {
                equal |= expected.joinedWith(snapshot).equals(actual);
            }
            if (!equal) {
                return false;
            }
        }
        return true;
    }

    private static ShardModel modelOf(Recovered.Shard shard) {
        SnapshotState snapshot = shard.snapshot();
        SnapshotId id = shard.snapshotId();
        if (snapshot == null || id == null) {
            return new ShardModel(shard.hard(), LogId.ZERO, shard.entries());
        }
        if (!id.last().equals(snapshot.last())
                || !snapshot.configured().equals(configured(id.last()))
                || !items(snapshot.data()).equals(items(state(id.last()).data()))
                || !sameKeys(snapshot.keys(), keys(id.last()))) {
            throw new AssertionError("snapshot " + id + " has another content");
        }
        return new ShardModel(shard.hard(), snapshot.last(), shard.entries());
    }

    private void step() {
        int choice = random.nextInt(21);
        if (choice < 11) {
            append(randomWrites());
        } else if (choice < 15) {
            storage().sync();
            synced();
        } else if (choice < 16) {
            storage().sync();
            synced();
            storage().idle();
        } else if (choice < 19) {
            snapshot(random.nextInt(shards));
        } else if (choice < 20) {
            install(random.nextInt(shards));
        } else {
            bury(random.nextInt(shards));
        }
    }

    private void append(List<ShardWrite> writes) {
        var next = new TreeMap<>(states.getLast());
        for (ShardWrite each : writes) {
            next.merge(
                    each.shard(),
                    ShardModel.EMPTY.after(each.write()),
                    (old, _) -> old.after(each.write()));
        }
        states.add(next);
        storage().append(new WriteBatch(++batches, writes));
    }

    private void synced() {
        states.subList(0, states.size() - 1).clear();
    }

    private List<ShardWrite> randomWrites() {
        var writes = new ArrayList<ShardWrite>();
        for (int shard = 0; shard < shards; shard++) {
            if (writes.isEmpty() || random.nextInt(3) == 0) {
                int any = writes.isEmpty() ? random.nextInt(shards) : shard;
                writes.add(new ShardWrite(any, randomWrite(any)));
                shard = Math.max(shard, any);
            }
        }
        return writes;
    }

    private LogWrite randomWrite(int shard) {
        HardState hard = present(shard);
        ShardModel now = now(shard);
        if (hard.term() == 0 || random.nextInt(6) == 0) {
            hard = hard.voted(hard.term() + 1, new NodeId(random.nextInt(3)));
        }
        if (random.nextInt(8) == 0) {
            return new LogWrite(hard, null, 0, List.of());
        }
        boolean conflict = random.nextInt(5) == 0;
        long first =
                conflict
                        ? between(now.mark().index() + 1, now.lastIndex() + 1)
                        : now.lastIndex() + 1;
        var entries = new ArrayList<Entry>();
        int count = random.nextInt(conflict ? 3 : 5);
        for (int i = 0; i < count; i++) {
            entries.add(randomEntry(first + i, hard.term()));
        }
        boolean nothing = entries.isEmpty() && first == now.lastIndex() + 1;
        return new LogWrite(hard, null, nothing ? 0 : first, entries);
    }

    private Entry randomEntry(long index, long term) {
        int size = random.nextInt(20) == 0 ? random.nextInt(9000) : random.nextInt(200);
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        return new Entry(index, term, Entry.Kind.COMMAND, Bytes.of(payload));
    }

    /** A snapshot of what is durable, then its mark; a crash may come in between. */
    private void snapshot(int shard) {
        storage().sync();
        synced();
        ShardModel now = now(shard);
        if (now.entries().isEmpty()) {
            return;
        }
        LogId last = now.entries().get(random.nextInt(now.entries().size())).id();
        mayHave(shard, last);
        storage().snapshots().save(shard, state(last), List.of());
        has(shard, last);
        append(List.of(marking(shard, now.hard(), last, false)));
    }

    /** A snapshot from elsewhere that the log does not reach, received in pieces. */
    private void install(int shard) {
        storage().sync();
        synced();
        ShardModel now = now(shard);
        HardState before = present(shard);
        HardState hard = before.voted(before.term() + random.nextInt(2) + 1, NodeId.UNBOUND);
        LogId last = new LogId(hard.term(), now.lastIndex() + random.nextInt(4) - 1);
        if (last.index() <= now.mark().index()) {
            return;
        }
        mayHave(shard, last);
        long failed = disk.failures();
        boolean received = received(shard, last);
        if (!received) {
            // A crash has left wrong bytes of an earlier attempt; they are gone now.
            received = received(shard, last);
        }
        if (!received) {
            assertTrue(disk.failures() > failed, "what was received whole was refused");
            return; // It could not be read back.
        }
        has(shard, last);
        // What a node has in memory and not yet on disk may continue the log up to the snapshot.
        boolean reset = last.index() <= now.lastIndex() || random.nextBoolean();
        append(List.of(marking(shard, hard, last, reset)));
    }

    /** Takes a replica away. */
    private void bury(int shard) {
        HardState hard = now(shard).hard();
        if (hard.term() > 0) {
            var farewell = new LogWrite(HardState.gone(hard.replica()), null, 0, List.of());
            append(List.of(new ShardWrite(shard, farewell)));
        }
    }

    /** The same replica, or if it is gone the next one: once nothing is left of it. */
    private HardState present(int shard) {
        HardState hard = now(shard).hard();
        if (!hard.gone()) {
            return hard;
        }
        storage().sync();
        synced();
        storage().snapshots().drop(shard);
        has(shard, LogId.ZERO);
        return HardState.of(NODE.replica(hard.replica() + 1));
    }

    private boolean received(int shard, LogId last) {
        try (var other = Storage.open(new SimDisk(), CONFIG, NODE)) {
            SnapshotId id = other.snapshots().save(shard, state(last), List.of());
            for (long at = 0; at < id.sizeBytes(); ) {
                Bytes piece = other.snapshots().read(shard, id, at, 700);
                at = storage().snapshots().receive(shard, id, at, Objects.requireNonNull(piece));
            }
            return storage().snapshots().finish(shard, id, List.of()) != null;
        }
    }

    private static ShardWrite marking(int shard, HardState hard, LogId last, boolean reset) {
        return new ShardWrite(
                shard, new LogWrite(hard, new SnapshotMark(last, reset), 0, List.of()));
    }

    private void mayHave(int shard, LogId last) {
        var list = new ArrayList<>(snapshots.getOrDefault(shard, List.of(LogId.ZERO)));
        list.add(last);
        snapshots.put(shard, list);
    }

    private void has(int shard, LogId last) {
        snapshots.put(shard, List.of(last));
    }

    private ShardModel now(int shard) {
        return states.getLast().getOrDefault(shard, ShardModel.EMPTY);
    }

    private long between(long from, long to) {
        return from + random.nextLong(to - from + 1);
    }

    /** The content of every snapshot follows from where it ends. */
    static SnapshotState state(LogId last) {
        var store = new KvStore();
        for (long i = 0; i < last.index() % 40; i++) {
            Bytes value = Bytes.utf8("value ".repeat((int) (1 + (i * i) % 90)) + last);
            store.put(Bytes.utf8("key-" + i), value, i + 1);
        }
        return new SnapshotState(last, configured(last), store.view(), keys(last));
    }

    /** Some snapshots know of keyed writes, others are as if there never had been any. */
    private static KeysView keys(LogId last) {
        if (last.index() % 3 == 0) {
            return KeysView.EMPTY;
        }
        var records = new KvStore();
        for (long i = 0; i < last.index() % 7; i++) {
            records.put(Bytes.utf8("name-" + i), Bytes.utf8("print " + last), i + 1);
        }
        return new KeysView(records.view(), last.index() / 2, last.term());
    }

    static boolean sameKeys(KeysView expected, KeysView actual) {
        return expected.floor() == actual.floor()
                && expected.timeMillis() == actual.timeMillis()
                && items(expected.records()).equals(items(actual.records()));
    }

    static List<KvView.Item> items(KvView view) {
        var items = new ArrayList<KvView.Item>();
        view.forEach(items::add);
        return items;
    }

    private static Configured configured(LogId last) {
        return new Configured(last.index() / 2, membership(last));
    }

    private static Membership membership(LogId last) {
        var member = new Member(new NodeId(last.index()), "10.0.0.1:8080");
        return new Membership(last.term(), List.of(member), List.of(), true);
    }
}
