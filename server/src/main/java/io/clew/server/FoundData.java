package io.clew.server;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was found in the data folder of a node that does not run.
 *
 * @param node whose data it is, unbound if that cannot be read
 * @param aside whether it was set aside, because it cannot be trusted
 * @param damage what is damaged, null if nothing is
 * @param shards in the order of their numbers
 */
record FoundData(
        String where,
        NodeId node,
        boolean aside,
        @Nullable String damage,
        List<FoundShard> shards) {
    FoundData {
        shards = List.copyOf(shards);
    }

    static FoundData of(String where, Disk disk, boolean aside) {
        Survey survey = Survey.of(disk, StorageConfig.production());
        for (Recovered.Shard shard : survey.shards()) {
            if (shard.unknown() != null) {
                throw new StartException(
                        where
                                + ": another version of this program, which can read it, has"
                                + " written "
                                + shard.unknown());
            }
        }
        boolean whole = survey.damage() == null && !aside;
        List<FoundShard> shards =
                survey.shards().stream().map(s -> FoundShard.of(where, whole, s)).toList();
        return new FoundData(where, survey.node(), aside, survey.damage(), shards);
    }

    @Nullable FoundShard shard(int number) {
        for (FoundShard each : shards) {
            if (each.number() == number) {
                return each;
            }
        }
        return null;
    }

    /** The cluster's newest configuration, null if there is none. */
    @Nullable Membership membership() {
        FoundShard first = shard(0);
        return first == null ? null : first.membership();
    }

    /** The cluster's id, 0 if there is none. */
    long cluster() {
        Membership membership = membership();
        return membership == null ? 0 : membership.clusterId();
    }
}
