package io.clew.engine.raft;

/**
 * Names the content of a snapshot file: equal ids are equal bytes, on whichever node it was made,
 * because state is serialised in one way only.
 *
 * @param last the last entry that the snapshot contains
 * @param sizeBytes the size of the whole file
 * @param checksum CRC32C of the whole file
 */
public record SnapshotId(LogId last, long sizeBytes, int checksum) {}
