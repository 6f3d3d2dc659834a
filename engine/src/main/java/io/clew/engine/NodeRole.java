package io.clew.engine;

import io.clew.engine.api.Status.Role;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

/** What a node's part is called outside. */
final class NodeRole {
    private NodeRole() {}

    static Role of(Raft raft) {
        NodeId id = raft.self();
        if (raft.leads()) {
            return Role.LEADER;
        }
        Membership membership = raft.membership();
        if (membership.isReplica(id)) {
            return Role.REPLICA;
        }
        if (raft.leader() != null && !membership.votes(id)) {
            return Role.LEARNER;
        }
        return raft.campaigns() ? Role.CANDIDATE : Role.FOLLOWER;
    }
}
