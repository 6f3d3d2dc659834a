package io.clew.server;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;
import io.clew.engine.wire.CommandCodec;
import io.clew.transport.disk.NioDisk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the log of a node that does not run say something else than what was agreed on, in the way
 * of a bit that has flipped in memory before the log was written: each checksum is right.
 */
final class WrongState {
    private WrongState() {}

    /** The last value that was put under the key becomes another one; all shards are here. */
    static void make(Path data, String key, String value) {
        try (NioDisk disk = NioDisk.open(data);
                var storage = Storage.open(disk, StorageConfig.production(), new NodeId(1))) {
            List<Recovered.Shard> shards = storage.takeRecovered().shards();
            Recovered.Shard shard = shards.get(Slots.shardOf(Bytes.utf8(key), shards.size()));
            int at = lastPut(shard.entries(), Bytes.utf8(key));
            Entry right = shard.entries().get(at);
            Bytes wrong = CommandCodec.encode(new Command.Put(Bytes.utf8(key), Bytes.utf8(value)));
            var entries = new ArrayList<Entry>();
            entries.add(new Entry(right.index(), right.term(), right.kind(), wrong));
            entries.addAll(shard.entries().subList(at + 1, shard.entries().size()));
            var write = new LogWrite(shard.hard(), null, right.index(), entries);
            storage.append(new WriteBatch(1, List.of(new ShardWrite(shard.shard(), write))));
            storage.sync();
        }
    }

    private static int lastPut(List<Entry> entries, Bytes key) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.kind() == Entry.Kind.COMMAND
                    && CommandCodec.decode(entry.payload()) instanceof Command.Put put
                    && put.key().equals(key)) {
                return i;
            }
        }
        throw new AssertionError("nothing was put under " + key);
    }
}
