package io.clew.engine.storage;

import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvView;
import io.clew.engine.kv.Sharding;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;

/**
 * All that a shard knows after it has applied the log up to and with {@code last}.
 *
 * @param membership the configuration in force at {@code last}, which is never a later, uncommitted
 *     one (Raft §7)
 * @param keys the keyed writes that are remembered
 */
public record SnapshotState(
        LogId last, Membership membership, KvView data, KeysView keys, Sharding sharding) {
    /** Of a group that has never heard of more than one shard. */
    public SnapshotState(LogId last, Membership membership, KvView data, KeysView keys) {
        this(last, membership, data, keys, Sharding.NONE);
    }

    /** A state machine that goes on from here. */
    public StateMachine state() {
        return StateMachine.of(data, keys, sharding, last.index());
    }
}
