package io.clew.engine.api;

/**
 * A place in a shard's log that a client makes keys of for its writes: whatever was applied under
 * such a key comes later in the log.
 *
 * @param cluster the cluster whose log it is
 * @param index of an entry that was applied when the token was given out
 */
public record WriteToken(int shard, long cluster, long index) {}
