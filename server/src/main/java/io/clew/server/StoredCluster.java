package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.storage.Recovered;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.TreeSet;

/**
 * Compares the cluster that a data folder belongs to with what the node is told on the command
 * line. What is stored wins; but a folder that was evidently not meant is refused, before the node
 * says anything to anybody.
 */
final class StoredCluster {
    private StoredCluster() {}

    static void check(Recovered recovered, ServerConfig config) {
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
        if (stored.members().size() == 1) {
            // Alone nobody else has to find this node, so that its address may change.
            if (!config.alone()) {
                throw new StartException(folder + ", a node of its own, which has no peers");
            }
            return;
        }
        Member self = stored.member(recovered.node());
        if (self != null && !self.address().equals(config.address())) {
            throw new StartException(
                    folder
                            + ", where this node is "
                            + self.address()
                            + " and not "
                            + config.address());
        }
        var peers = new TreeSet<>(config.members());
        peers.remove(config.address());
        var others = new ArrayList<String>();
        stored.members().forEach(m -> others.add(m.address()));
        if (!peers.isEmpty() && others.stream().noneMatch(peers::contains)) {
            throw new StartException(
                    folder
                            + " of "
                            + String.join(",", others)
                            + ", none of which is among the given peers");
        }
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
