package io.clew.engine.storage;

import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a node keeps on disk: its identity, one write-ahead log for all shards, and snapshot
 * files.
 *
 * <p>Used by one thread, the disk's; only {@link #snapshots()} may be used by another. After any
 * failure nothing is known about what the medium holds: every later call fails as well, and only a
 * new opening, which reads everything back, can tell.
 */
public final class Storage implements AutoCloseable {
    private final Wal wal;
    private final SnapshotStore snapshots;
    private @Nullable RuntimeException failure;

    /** Null once somebody has it. */
    private @Nullable Recovered recovered;

    private Storage(Recovered recovered, Wal wal, SnapshotStore snapshots) {
        this.recovered = recovered;
        this.wal = wal;
        this.snapshots = snapshots;
    }

    /**
     * Reads back what the folder holds and prepares it for writing; files of others are left alone.
     *
     * @param freshId the identity that a folder gets which has none yet
     * @throws CorruptionException if something that was durable is damaged or missing
     */
    public static Storage open(Disk disk, StorageConfig config, NodeId freshId) {
        List<String> files = disk.list();
        return files.contains(Identity.NAME)
                ? reopen(disk, config, files)
                : create(disk, config, freshId, files);
    }

    private static Storage create(
            Disk disk, StorageConfig config, NodeId freshId, List<String> files) {
        List<Long> generations = generations(files);
        boolean unfinished = files.contains(Identity.UNFINISHED);
        boolean noneOrFirst = generations.isEmpty() || generations.equals(List.of(1L));
        if (!SnapshotName.complete(files).isEmpty()
                || (!generations.isEmpty() && !(unfinished && noneOrFirst))) {
            throw new CorruptionException(Identity.NAME, 0, "it is missing beside other data");
        }
        // Not all that the folder shows may be durable: a log that was set aside and came back
        // beside the new identity would be taken for its own.
        disk.syncDirectory();
        Identity.begin(disk, freshId, files);
        // A first segment of an opening that did not come to its end holds nothing: the new one
        // takes its name.
        var wal = new Wal(disk, config, WalRecovery.Found.nothing());
        Identity.complete(disk);
        var recovered = new Recovered(freshId, true, List.of());
        return new Storage(recovered, wal, new SnapshotStore(disk, config));
    }

    private static Storage reopen(Disk disk, StorageConfig config, List<String> files) {
        NodeId node = Identity.read(disk);
        List<Long> generations = generations(files);
        if (generations.isEmpty()) {
            throw new CorruptionException(
                    Identity.NAME, 0, "the log that belongs to it is missing");
        }
        WalRecovery.Found found = WalRecovery.run(disk, generations);
        var snapshots = new SnapshotStore(disk, config);
        var reunion = new Reunion(found, snapshots, SnapshotName.complete(files));
        // Nothing has been changed up to here: what is damaged stays as it was found.
        files.stream().filter(SnapshotName::isTemporary).forEach(disk::delete);
        // A part that a failed sync did not save may look whole, and would be believed.
        SnapshotName.parts(files).forEach(part -> disk.delete(part.partName()));
        var wal = new Wal(disk, config, found);
        // Not before: until now the farewell of a replica may have been one that no sync has saved.
        SnapshotName.complete(files).stream()
                .map(SnapshotName::shard)
                .filter(shard -> reunion.graves().containsKey(shard))
                .distinct()
                .forEach(snapshots::drop);
        if (!reunion.repairs().isEmpty()) {
            wal.append(reunion.repairs());
            wal.sync();
        }
        wal.free();
        var recovered = new Recovered(node, false, reunion.shards(), reunion.graves());
        return new Storage(recovered, wal, snapshots);
    }

    /**
     * What the opening found, handed over once: it is all data of the node, and whoever kept it
     * while that is overwritten would have the old beside the new for good.
     */
    public Recovered takeRecovered() {
        Recovered found = recovered;
        if (found == null) {
            throw new IllegalStateException("what was recovered has been taken already");
        }
        recovered = null;
        return found;
    }

    /** Adds a batch to the log without waiting for the medium. */
    public void append(WriteBatch batch) {
        guarded(() -> wal.append(batch.shards()));
    }

    /** Makes all appended batches durable. */
    public void sync() {
        guarded(wal::sync);
    }

    /** To be called when nothing has been written for a while, as often as it likes. */
    public void idle() {
        guarded(wal::idle);
    }

    public SnapshotStore snapshots() {
        return snapshots;
    }

    /** Seals the log, unless something has failed, and closes its files. */
    @Override
    public void close() {
        try {
            if (failure == null) {
                guarded(wal::finish);
            }
        } finally {
            wal.close();
        }
    }

    private void guarded(Runnable work) {
        if (failure != null) {
            throw new DiskException(
                    DiskException.Kind.FAILED, "the storage has failed before", failure);
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    static List<Long> generations(List<String> files) {
        var generations = new ArrayList<Long>();
        for (String file : files) {
            long generation = SegmentHeader.generationOf(file);
            if (generation >= 0) {
                generations.add(generation);
            }
        }
        generations.sort(Long::compare);
        return generations;
    }
}
