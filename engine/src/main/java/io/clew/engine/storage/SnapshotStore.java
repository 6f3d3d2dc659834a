package io.clew.engine.storage;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.SnapshotId;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Keeps snapshot files; used by one thread at a time, which need not be the log's.
 *
 * <p>A file gets its final name when it is whole and durable. The two newest of each shard are
 * kept: the newest for recovery, the one before because a follower may just have begun to fetch it;
 * and those that followers are known to fetch, or a transfer that is slower than new snapshots come
 * would begin again and again. What is newer is never deleted, so that a late, older one does no
 * harm.
 */
public final class SnapshotStore {
    private static final int KEPT = 2;
    private static final int CHECK_BYTES = 64 << 10;

    private final Disk disk;
    private final StorageConfig config;
    private final Scrubber scrubber;

    SnapshotStore(Disk disk, StorageConfig config) {
        this.scrubber = new Scrubber(disk);
        this.disk = disk;
        this.config = config;
    }

    /**
     * Writes a state as a durable file, replacing older ones of the shard but the one before.
     *
     * @param needed others that are kept as well
     */
    public SnapshotId save(int shard, SnapshotState state, List<SnapshotId> needed) {
        String temporary = SnapshotName.temporary(shard);
        if (disk.list().contains(temporary)) {
            disk.delete(temporary);
        }
        SnapshotId id;
        try (var file = disk.create(temporary)) {
            id = new SnapshotWriter(file, config).write(shard, state);
        }
        publish(temporary, new SnapshotName(shard, id), needed);
        return id;
    }

    /**
     * Up to {@code bytesMax} bytes of a snapshot file, null if it is not kept any more.
     *
     * @throws CorruptionException with the last piece, or with one that the file ends in, if it is
     *     not what was saved: whoever has fetched it throws it away, and would fetch it again and
     *     again
     */
    public @Nullable Bytes read(int shard, SnapshotId snapshot, long offset, int bytesMax) {
        String name = new SnapshotName(shard, snapshot).fileName();
        if (!disk.list().contains(name)) {
            return null;
        }
        long left = Math.max(0, snapshot.sizeBytes() - offset);
        var buffer = ByteBuffer.allocate((int) Math.min(bytesMax, left));
        try (var file = disk.open(name)) {
            int read = Durable.read(file, name, offset, buffer);
            if (buffer.hasRemaining() || offset + read >= snapshot.sizeBytes()) {
                checkWhole(file, name, snapshot);
            }
            return Bytes.of(Arrays.copyOf(buffer.array(), read));
        }
    }

    /**
     * Stores a piece of a file that another node sends; one that does not continue what is stored
     * is dropped.
     *
     * @return where the stored part of this snapshot ends now, 0 if there is none
     */
    public long receive(int shard, SnapshotId snapshot, long offset, Bytes chunk) {
        var name = new SnapshotName(shard, snapshot);
        List<String> files = disk.list();
        if (files.contains(name.fileName())) {
            return snapshot.sizeBytes();
        }
        boolean begun = files.contains(name.partName());
        if (!begun && offset != 0) {
            return 0;
        }
        if (!begun) {
            dropParts(shard, files);
        }
        try (var file = begun ? disk.open(name.partName()) : disk.create(name.partName())) {
            return append(file, snapshot, offset, chunk);
        }
    }

    /**
     * Verifies a completely received file and makes it durable.
     *
     * @param needed older ones that are to be kept
     * @return its content, or null if the bytes are not what the id promised; they are then deleted
     * @throws DiskException of the kind that says so if another version of the program wrote it
     */
    public @Nullable SnapshotState finish(int shard, SnapshotId snapshot, List<SnapshotId> needed) {
        var name = new SnapshotName(shard, snapshot);
        List<String> files = disk.list();
        if (files.contains(name.fileName())) {
            // The last piece came twice.
            return SnapshotReader.read(disk, name, name.fileName());
        }
        if (!files.contains(name.partName())) {
            return null;
        }
        try {
            SnapshotState state = SnapshotReader.read(disk, name, name.partName());
            try (var file = disk.open(name.partName())) {
                file.sync();
            }
            publish(name.partName(), name, needed);
            return state;
        } catch (CorruptionException _) {
            disk.delete(name.partName());
            return null;
        }
    }

    /** Deletes all files of a shard whose replica was taken away, durably. */
    public void drop(int shard) {
        String temporary = SnapshotName.temporary(shard);
        List<String> files = disk.list();
        if (files.contains(temporary)) {
            disk.delete(temporary);
        }
        dropParts(shard, files);
        complete(shard).forEach(name -> disk.delete(name.fileName()));
        disk.syncDirectory();
    }

    /**
     * Reads back about so many bytes of what is stored, also of the log, and begins anew at the
     * end.
     *
     * @return what is damaged, null if nothing was found
     */
    public @Nullable String scrub(long bytes) {
        return scrubber.step(bytes);
    }

    /** The newest complete file of a shard, null if there is none. */
    @Nullable SnapshotName newest(int shard) {
        List<SnapshotName> kept = complete(shard);
        return kept.isEmpty() ? null : kept.getLast();
    }

    SnapshotState load(SnapshotName name) {
        return SnapshotReader.read(disk, name, name.fileName());
    }

    private long append(DiskFile file, SnapshotId snapshot, long offset, Bytes chunk) {
        long size = file.sizeBytes();
        if (offset != size || chunk.size() > snapshot.sizeBytes() - size) {
            return size;
        }
        file.write(offset, ByteBuffer.wrap(chunk.array()));
        long end = offset + chunk.size();
        // In slices, so that the last sync does not stall the log beside it.
        if (end / config.snapshotSyncBytes() > offset / config.snapshotSyncBytes()) {
            file.sync();
        }
        return end;
    }

    private void checkWhole(DiskFile file, String name, SnapshotId snapshot) {
        var buffer = ByteBuffer.allocate(CHECK_BYTES);
        var checksum = new CRC32C();
        long at = 0;
        int read;
        do {
            read = Durable.read(file, name, at, buffer.clear());
            checksum.update(buffer.flip());
            at += read;
        } while (read > 0);
        if (at != snapshot.sizeBytes() || (int) checksum.getValue() != snapshot.checksum()) {
            throw new CorruptionException(name, at, "the checksum of the whole");
        }
    }

    private void publish(String preliminary, SnapshotName name, List<SnapshotId> needed) {
        disk.rename(preliminary, name.fileName());
        disk.syncDirectory();
        List<SnapshotName> kept = complete(name.shard());
        for (SnapshotName old : kept.subList(0, Math.max(0, kept.size() - KEPT))) {
            if (!needed.contains(old.id())) {
                disk.delete(old.fileName());
            }
        }
    }

    private List<SnapshotName> complete(int shard) {
        return SnapshotName.complete(disk.list()).stream()
                .filter(name -> name.shard() == shard)
                .toList();
    }

    private void dropParts(int shard, List<String> files) {
        for (SnapshotName part : SnapshotName.parts(files)) {
            if (part.shard() == shard) {
                disk.delete(part.partName());
            }
        }
    }
}
