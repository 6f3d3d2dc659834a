package io.clew.engine;

import io.clew.engine.api.Status.Role;
import io.clew.engine.raft.Raft;

/** What a node's part is called outside. */
public final class NodeRole {
    private NodeRole() {}

    public static Role of(Raft raft) {
        if (raft.leads()) {
            return Role.LEADER;
        }
        return switch (raft.standing()) {
            case REPLICA -> Role.REPLICA;
            case LEARNER -> Role.LEARNER;
            case VOTER, FOUNDING -> raft.campaigns() ? Role.CANDIDATE : Role.FOLLOWER;
            case WAITING, SHUT_OUT, PARTING, LEFT -> Role.FOLLOWER;
        };
    }
}
