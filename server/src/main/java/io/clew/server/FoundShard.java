package io.clew.server;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;

import org.jspecify.annotations.Nullable;

/**
 * One shard as it was found in one folder.
 *
 * @param whole whether it is in the node's own data and nothing there is damaged
 * @param membership the group's newest configuration, null if there is none
 * @param keys how many there are after everything that is there
 * @param hash of the state after everything that is there
 * @param placement the map of the shards, which only the first knows
 */
record FoundShard(
        String where,
        boolean whole,
        Recovered.Shard shard,
        @Nullable Membership membership,
        int keys,
        long hash,
        @Nullable Placement placement) {

    static FoundShard of(String where, boolean whole, Recovered.Shard shard) {
        StateMachine state = shard.stateOfAll();
        return new FoundShard(
                where,
                whole,
                shard,
                shard.membership(),
                state.size(),
                state.hash(),
                state.placement());
    }

    int number() {
        return shard.shard();
    }

    long term() {
        return shard.hard().term();
    }

    LogId last() {
        return shard.last();
    }

    /** A snapshot holds nothing that was not committed. */
    long committed() {
        SnapshotState snapshot = shard.snapshot();
        return snapshot == null ? 0 : snapshot.last().index();
    }
}
