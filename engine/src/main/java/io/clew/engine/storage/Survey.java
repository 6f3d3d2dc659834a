package io.clew.engine.storage;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a folder holds, read without changing anything in it.
 *
 * @param node whose data it is, unbound if that cannot be read
 * @param damage what is damaged, null if nothing is; {@code shards} is then what can be read all
 *     the same: the newest whole snapshot, and the log up to the damage
 */
public record Survey(NodeId node, @Nullable String damage, List<Recovered.Shard> shards) {
    public Survey {
        shards = List.copyOf(shards);
    }

    /** Whether any of these files is a part of a node's data. */
    public static boolean any(List<String> files) {
        return files.stream().anyMatch(SetAside::isData);
    }

    public static Survey of(Disk disk, StorageConfig config) {
        List<String> files = disk.list();
        NodeId node = SetAside.owner(disk);
        var store = new SnapshotStore(disk, config);
        List<SnapshotName> names = SnapshotName.complete(files);
        try {
            WalRecovery.Found found = WalRecovery.run(disk, Storage.generations(files));
            String damage = node.bound() ? null : "the identity of the node";
            return new Survey(node, damage, new Reunion(found, store, names).shards());
        } catch (CorruptionException e) {
            Map<Integer, Replay> logs = WalRecovery.salvage(disk, Storage.generations(files));
            return new Survey(node, e.getMessage(), salvage(logs, store, names));
        }
    }

    private static List<Recovered.Shard> salvage(
            Map<Integer, Replay> logs, SnapshotStore store, List<SnapshotName> names) {
        var newest = new TreeMap<Integer, Recovered.Shard>();
        var numbers = new TreeSet<>(logs.keySet());
        for (SnapshotName name : names) {
            try {
                SnapshotState state = store.load(name);
                newest.put(
                        name.shard(),
                        new Recovered.Shard(
                                name.shard(), HardState.INITIAL, state, name.id(), List.of()));
                numbers.add(name.shard());
            } catch (CorruptionException _) {
                // An older one may be whole.
            }
        }
        var shards = new ArrayList<Recovered.Shard>();
        for (int shard : numbers) {
            Replay log = logs.getOrDefault(shard, new Replay(ShardTail.INITIAL));
            if (!log.tail().hard().gone()) {
                shards.add(join(shard, log, newest.get(shard)));
            }
        }
        return shards;
    }

    private static Recovered.Shard join(int shard, Replay log, Recovered.@Nullable Shard snapshot) {
        SnapshotState state = snapshot == null ? null : snapshot.snapshot();
        long base = state == null ? 0 : state.last().index();
        // A log that was read up to damage may be of before the snapshot took its place.
        boolean contains = state == null || log.contains(state.last());
        boolean continues =
                contains && log.firstIndex() <= base + 1 && log.tail().lastIndex() > base;
        return new Recovered.Shard(
                shard,
                log.tail().hard(),
                state,
                snapshot == null ? null : snapshot.snapshotId(),
                continues ? log.after(base) : List.of());
    }
}
