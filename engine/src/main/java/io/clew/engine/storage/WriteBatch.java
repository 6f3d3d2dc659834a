package io.clew.engine.storage;

import io.clew.engine.raft.LogWrite;

import java.util.List;

/**
 * What one flush of a node wants on disk, of all its shards: one atomic record, found after a crash
 * as a whole or not at all.
 *
 * @param sequence counts the flushes of this run of the node, from 1
 */
public record WriteBatch(long sequence, List<ShardWrite> shards) {
    public WriteBatch {
        shards = List.copyOf(shards);
    }

    /** What one shard wants on disk. */
    public record ShardWrite(int shard, LogWrite write) {}
}
