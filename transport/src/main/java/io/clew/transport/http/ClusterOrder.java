package io.clew.transport.http;

import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What can be ordered of a node that concerns who is in its cluster. */
public sealed interface ClusterOrder {
    /**
     * Be taken into another cluster.
     *
     * @param members addresses of some of its members
     */
    record Join(List<String> members) implements ClusterOrder {
        public Join {
            members = List.copyOf(members);
        }
    }

    /** Leave the cluster. */
    record Leave() implements ClusterOrder {}

    /**
     * Who is to be taken in.
     *
     * @param id who has to be there, null for whoever waits there
     */
    record Comer(@Nullable NodeId id, String address) {}

    /**
     * Take in nodes that wait for it, and let others go, all in one.
     *
     * @param voters those who are to vote
     * @param replicas those who are to follow only
     * @param removed addresses or identities of members
     */
    record Change(List<Comer> voters, List<Comer> replicas, List<String> removed)
            implements ClusterOrder {
        public Change {
            voters = List.copyOf(voters);
            replicas = List.copyOf(replicas);
            removed = List.copyOf(removed);
        }
    }
}
