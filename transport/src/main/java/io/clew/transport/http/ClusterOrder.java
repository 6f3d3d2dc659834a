package io.clew.transport.http;

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
     * Take in nodes that wait for it, and let others go, all in one.
     *
     * @param voters addresses of those who are to vote
     * @param replicas addresses of those who are to follow only
     * @param removed addresses or identities of members
     */
    record Change(List<String> voters, List<String> replicas, List<String> removed)
            implements ClusterOrder {
        public Change {
            voters = List.copyOf(voters);
            replicas = List.copyOf(replicas);
            removed = List.copyOf(removed);
        }
    }
}
