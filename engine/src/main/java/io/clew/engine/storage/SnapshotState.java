package io.clew.engine.storage;

import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvView;
import io.clew.engine.kv.Sharding;
import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Configured;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;

/**
 * All that a shard knows after it has applied the log up to and with {@code last}.
 *
 * @param configured the configuration in force at {@code last}, which is never a later, uncommitted
 *     one (Raft §7)
 * @param keys the keyed writes that are remembered
 */
public record SnapshotState(
        LogId last, Configured configured, KvView data, KeysView keys, Sharding sharding) {
    /** Of a group that has never heard of more than one shard. */
    public SnapshotState(LogId last, Configured configured, KvView data, KeysView keys) {
        this(last, configured, data, keys, Sharding.NONE);
    }

    public Membership membership() {
        return configured.membership();
    }

    /** A state machine that goes on from here. */
    public StateMachine state() {
        return StateMachine.of(data, keys, sharding, last.index());
    }
}
