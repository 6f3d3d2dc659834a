package io.clew.engine.storage;

/**
 * Sizes of the files that a node writes.
 *
 * @param segmentBytes size of a log segment; a larger batch gets a larger one
 * @param prefillSliceBytes how much of a future segment is zero-filled at a time, which bounds how
 *     long a write can be held up by it
 * @param snapshotBlockBytes about how much of a snapshot is checksummed and held in memory at once
 * @param snapshotSyncBytes how much of a snapshot is written between syncs, so that the last one
 *     does not stall the log beside it
 */
public record StorageConfig(
        int segmentBytes, int prefillSliceBytes, int snapshotBlockBytes, int snapshotSyncBytes) {
    private static final int SECTOR_BYTES = 512;

    public StorageConfig {
        if (segmentBytes < 2 * SECTOR_BYTES
                || prefillSliceBytes < 1
                || snapshotBlockBytes < 1
                || snapshotSyncBytes < 1) {
            throw new IllegalArgumentException("sizes too small");
        }
    }

    public static StorageConfig production() {
        return new StorageConfig(32 << 20, 128 << 10, 64 << 10, 4 << 20);
    }

    /** So small that a few writes fill segments, for simulated runs. */
    public static StorageConfig tiny() {
        return new StorageConfig(4 << 10, 1 << 10, 256, 1 << 10);
    }
}
