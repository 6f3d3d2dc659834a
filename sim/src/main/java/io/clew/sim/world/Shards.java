package io.clew.sim.world;

import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Command;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.linearizability.Call;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** To which shard things belong, and what of a node's is a shard's. */
public final class Shards {
    private Shards() {}

    /** The shard that a call is about; the first one stands for all where it is about all. */
    public static int of(Call call, int shards) {
        String key = call.key();
        return key == null ? 0 : Slots.shardOf(Bytes.utf8(key), shards);
    }

    /** The shard that a request is about; the first one where it is about all, or about none. */
    public static int of(Request request, int shards) {
        return switch (request) {
            case Request.Write(var command) -> of(command, shards);
            case Request.KeyedWrite keyed -> of(keyed.command(), shards);
            case Request.Read(var key) -> Slots.shardOf(key, shards);
            case Request.LocalRead read -> Slots.shardOf(read.key(), shards);
            case Request.ChangeMembers _,
                    Request.Drain _,
                    Request.PauseMoves _,
                    Request.Shards _,
                    Request.Renounce _,
                    Request.Members _,
                    Request.Resign _,
                    Request.Transfer _ ->
                    0;
            case Request.OfGroup of -> of.shard();
        };
    }

    private static int of(Command.Write command, int shards) {
        return switch (command) {
            case Command.Put(Bytes key, Bytes _) -> Slots.shardOf(key, shards);
            case Command.Delete(Bytes key) -> Slots.shardOf(key, shards);
            case Command.Clear() -> 0;
        };
    }

    /** The shard whose files a task is about. */
    public static int of(SnapshotTask task) {
        return switch (task) {
            case SnapshotTask.Save save -> save.shard();
            case SnapshotTask.Load load -> load.shard();
            case SnapshotTask.Scrub scrub -> scrub.shard();
            case SnapshotTask.Drop drop -> drop.shard();
            case SnapshotTask.Receive receive -> receive.shard();
        };
    }

    /** What was found of a shard on a disk, null if nothing was. */
    public static Recovered.@Nullable Shard in(Recovered recovered, int shard) {
        for (Recovered.Shard each : recovered.shards()) {
            if (each.shard() == shard) {
                return each;
            }
        }
        return null;
    }

    /** A shard's part of a batch, null if it has none. */
    public static @Nullable LogWrite in(@Nullable WriteBatch batch, int shard) {
        if (batch != null) {
            for (WriteBatch.ShardWrite each : batch.shards()) {
                if (each.shard() == shard) {
                    return each.write();
                }
            }
        }
        return null;
    }

    /** Those that belong: mostly all do, and nothing is copied. */
    public static <T> List<T> only(List<T> all, Predicate<T> belongs) {
        ArrayList<T> some = null;
        for (int i = 0; i < all.size(); i++) {
            boolean keep = belongs.test(all.get(i));
            if (some == null && !keep) {
                some = new ArrayList<>(all.subList(0, i));
            } else if (some != null && keep) {
                some.add(all.get(i));
            }
        }
        return some == null ? all : some;
    }
}
