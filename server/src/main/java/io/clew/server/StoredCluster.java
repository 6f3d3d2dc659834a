package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares the cluster that a data folder belongs to with what the node is told on the command
 * line. What is stored wins; but a folder that was evidently not meant is refused, before the node
 * says anything to anybody. That members have changed since the same words were said before is no
 * sign of it.
 */
final class StoredCluster {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private StoredCluster() {}

    /**
     * @param before the other nodes that were told at an earlier start, null if none were
     */
    static void check(Recovered recovered, ServerConfig config, @Nullable List<String> before) {
        Membership stored = membership(recovered);
        if (stored == null || stored.clusterId() == 0) {
            return;
        }
        String folder =
                "the data folder " + config.dataFolder() + " belongs to cluster " + name(stored);
        Integer told = config.shardsTold();
        if (told != null && told != stored.shards()) {
            throw new StartException(
                    folder
                            + ", which was created with --shards "
                            + stored.shards()
                            + " and not "
                            + told
                            + "; that stays so");
        }
        Member self = stored.member(recovered.node());
        boolean alone = self != null && stored.members().size() == 1;
        // Alone nobody else has to find this node, so that its address may change.
        if (self != null && !alone && !self.address().equals(config.address())) {
            throw new StartException(
                    folder
                            + ", where this node is "
                            + self.address()
                            + " and not "
                            + config.address());
        }
        if (!config.alone() && !knowsAny(stored, recovered.node(), config.others())) {
            String members = addresses(stored);
            String why =
                    alone
                            ? ", a node of its own, which has no peers"
                            : " of " + members + ", none of which is among the given peers";
            if (!config.others().equals(before)) {
                throw new StartException(folder + why);
            }
            // It was founded, or last started, by these words: the members have changed since.
            LOG.warn("the given peers are ignored: the members are now {}", members);
        }
    }

    private static boolean knowsAny(Membership stored, NodeId self, List<String> peers) {
        return stored.members().stream()
                .anyMatch(m -> !m.id().equals(self) && peers.contains(m.address()));
    }

    private static String addresses(Membership stored) {
        return stored.members().stream().map(Member::address).collect(Collectors.joining(","));
    }

    /** Whether the node is, or was, in a cluster with others. */
    static boolean joined(Recovered recovered) {
        Membership stored = membership(recovered);
        return stored != null
                && stored.clusterId() != 0
                && (stored.members().size() > 1 || !stored.contains(recovered.node()));
    }

    /** Whether the node is in a cluster of its own. */
    static boolean alone(Recovered recovered) {
        Membership stored = membership(recovered);
        return stored != null && stored.clusterId() != 0 && !joined(recovered);
    }

    /** Of all members that are stored, none if there is no cluster. */
    static List<String> addresses(Recovered recovered) {
        Membership stored = membership(recovered);
        return stored == null ? List.of() : stored.members().stream().map(Member::address).toList();
    }

    private static String name(Membership stored) {
        return Long.toHexString(stored.clusterId());
    }

    /** The cluster's newest configuration on disk, which shard 0 keeps; null if there is none. */
    static @Nullable Membership membership(Recovered recovered) {
        for (Recovered.Shard shard : recovered.shards()) {
            if (shard.shard() == 0) {
                return shard.membership();
            }
        }
        return null;
    }
}
