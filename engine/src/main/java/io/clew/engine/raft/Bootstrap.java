package io.clew.engine.raft;

import java.util.Map;
import java.util.TreeMap;

/**
 * Who has been met at which address: what a new cluster needs before its first entry can bind its
 * members, and what keeps a node with an empty disk from passing for the one that was there.
 *
 * <p>A node without a cluster gives its vote to another such node only while nobody it met belongs
 * to a cluster. Otherwise a majority of members that lost their disks could found a second cluster
 * beside those that still hold acknowledged writes.
 */
final class Bootstrap {
    private record Met(NodeId id, long clusterId) {}

    /** By address; the latest handshake wins. */
    private final TreeMap<String, Met> met = new TreeMap<>();

    void met(String address, NodeId id, long clusterId) {
        met.values().removeIf(m -> m.id.equals(id)); // It has moved here.
        met.put(address, new Met(id, clusterId));
    }

    boolean metOnlyStrays() {
        return met.values().stream().allMatch(m -> m.clusterId == 0);
    }

    /** The configuration with an identity for every address whose owner is known. */
    Membership bind(Membership membership) {
        Membership bound = membership;
        for (Map.Entry<String, Met> entry : met.entrySet()) {
            Member slot = bound.at(entry.getKey());
            Met owner = entry.getValue();
            if (slot != null && !slot.id().equals(owner.id) && owner.clusterId == 0) {
                bound = bound.bind(entry.getKey(), owner.id);
            }
        }
        return bound;
    }

    /** As {@link #bind}, but an address that has an owner keeps it for ever. */
    Membership bindUnbound(Membership membership) {
        Membership bound = membership;
        for (Map.Entry<String, Met> entry : met.entrySet()) {
            Member slot = bound.at(entry.getKey());
            Met owner = entry.getValue();
            if (slot != null
                    && !slot.id().bound()
                    && owner.clusterId == 0
                    && !bound.contains(owner.id)) {
                bound = bound.bind(entry.getKey(), owner.id);
            }
        }
        return bound;
    }
}
