package io.clew.server;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.transport.disk.FolderInUseException;
import io.clew.transport.disk.NioDisk;

import java.nio.file.Path;
import java.security.SecureRandom;

/** Opens the data folder for this process alone and reads back what it holds. */
record DataFolder(NioDisk disk, Storage storage) {
    /** Damaged data is set aside if others can replace it. */
    static DataFolder open(ServerConfig config) {
        Path path = config.dataFolder();
        if (NewDataFolder.isUnfinished(path)) {
            throw new StartException(
                    path
                            + " is what ./run.sh recover has left that did not come to its end; let"
                            + " it write once more");
        }
        try {
            NioDisk disk = Retry.whileHeld(FolderInUseException.class, () -> NioDisk.open(path));
            return open(disk, config);
        } catch (FolderInUseException e) {
            throw new StartException("another process uses the data folder " + path, e);
        } catch (DiskException e) {
            throw new StartException(
                    "the data folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static DataFolder open(NioDisk disk, ServerConfig config) {
        try {
            Rebuilding.goOn(disk, config.dataFolder());
            return new DataFolder(disk, storage(disk, config));
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    private static Storage storage(NioDisk disk, ServerConfig config) {
        try {
            return Storage.open(disk, StorageConfig.production(), freshIdentity());
        } catch (CorruptionException e) {
            String refusal = Rebuilding.begin(disk, config, "" + e.getMessage());
            if (refusal == null) {
                return Storage.open(disk, StorageConfig.production(), freshIdentity());
            }
            throw new StartException(
                    "the data folder "
                            + config.dataFolder()
                            + " is damaged, and nothing in it was changed: "
                            + e.getMessage()
                            + "; "
                            + refusal
                            + ". To see what can be saved: ./run.sh recover --salvage"
                            + " --working-dir "
                            + config.dataFolder(),
                    e);
        }
    }

    /** A node that went on would find out when it cannot go back any more. */
    static void refuseUnknown(Recovered recovered, Path path) {
        for (Recovered.Shard shard : recovered.shards()) {
            String unknown = shard.unknown();
            if (unknown != null) {
                throw new StartException(
                        "the data folder "
                                + path
                                + " cannot be used: another version of this program, which can"
                                + " read it, has written "
                                + unknown);
            }
        }
    }

    /** What was found, in one line. */
    static String summary(Recovered recovered) {
        if (recovered.fresh()) {
            return "recovered nothing: the data folder is new, node " + recovered.node();
        }
        var text = new StringBuilder("recovered node " + recovered.node());
        long snapshots = 0;
        long entries = 0;
        for (Recovered.Shard shard : recovered.shards()) {
            SnapshotState snapshot = shard.snapshot();
            if (shard.shard() == 0) {
                text.append(": term ").append(shard.hard().term());
                text.append(", snapshot up to ").append(snapshot == null ? "0.0" : snapshot.last());
                text.append(", ").append(shard.entries().size()).append(" entries after it");
            } else {
                snapshots += snapshot == null ? 0 : 1;
                entries += shard.entries().size();
            }
        }
        int others = recovered.shards().size() - 1;
        if (others > 0) {
            text.append("; ").append(others).append(" more shards with ").append(snapshots);
            text.append(" snapshots and ").append(entries).append(" entries after them");
        }
        return text.toString();
    }

    void close() {
        storage.close();
        disk.close();
    }

    static NodeId freshIdentity() {
        var random = new SecureRandom();
        NodeId id = NodeId.UNBOUND;
        while (!id.bound()) {
            id = new NodeId(random.nextLong());
        }
        return id;
    }
}
