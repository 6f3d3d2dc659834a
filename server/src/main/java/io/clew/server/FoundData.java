package io.clew.server;

import io.clew.engine.kv.StateMachine;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was found in the data folder of a node that does not run.
 *
 * @param node whose data it is, unbound if that cannot be read
 * @param damage what is damaged, null if nothing is
 * @param shard null if there is nothing
 * @param membership the newest configuration, null if there is none
 * @param keys how many there are after everything that is there
 * @param hash of the state after everything that is there
 */
record FoundData(
        String where,
        NodeId node,
        @Nullable String damage,
        Recovered.@Nullable Shard shard,
        @Nullable Membership membership,
        int keys,
        long hash) {

    static FoundData of(String where, Disk disk) {
        Survey survey = Survey.of(disk, StorageConfig.production());
        var shard = survey.shards().isEmpty() ? null : survey.shards().getFirst();
        StateMachine state = state(shard);
        return new FoundData(
                where,
                survey.node(),
                survey.damage(),
                shard,
                StoredCluster.membership(new Recovered(survey.node(), false, survey.shards())),
                state.size(),
                state.hash());
    }

    private static StateMachine state(Recovered.@Nullable Shard shard) {
        StateMachine state = shard == null ? new StateMachine() : shard.state();
        for (Entry entry : shard == null ? List.<Entry>of() : shard.entries()) {
            var _ = state.take(entry);
        }
        return state;
    }

    /** The one with the newest last entry, the first of several; null if none can be used. */
    static @Nullable FoundData best(List<FoundData> all, boolean damagedToo) {
        FoundData best = null;
        for (FoundData each : all) {
            boolean usable = each.shard != null && (damagedToo || each.damage == null);
            if (usable && (best == null || each.last().compareTo(best.last()) > 0)) {
                best = each;
            }
        }
        return best;
    }

    long term() {
        return shard == null ? 0 : shard.hard().term();
    }

    LogId last() {
        return shard == null ? LogId.ZERO : Survey.last(shard);
    }

    /** A snapshot holds nothing that was not committed. */
    long committed() {
        SnapshotState snapshot = shard == null ? null : shard.snapshot();
        return snapshot == null ? 0 : snapshot.last().index();
    }
}
