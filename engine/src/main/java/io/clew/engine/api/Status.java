package io.clew.engine.api;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How a node sees one of its groups at one moment.
 *
 * @param shard whose group that is
 * @param clusterId 0 before the first entry
 * @param leader the leader's address, null if none is known
 * @param votedFor the address voted for in this term, null if none
 * @param peers the addresses of the other voters, sorted
 * @param bound whether all initial members hold the first entry, so that writes are accepted
 * @param serving the node leads the group and has applied an entry of its own term
 * @param leads how many shards the node leads
 * @param standing how the node stands to the group
 * @param condemned why the node's state cannot be trusted, null if it can
 */
public record Status(
        int shard,
        NodeId node,
        String address,
        long clusterId,
        Role role,
        long term,
        @Nullable String leader,
        @Nullable String votedFor,
        List<String> peers,
        long commit,
        long applied,
        long last,
        LogId snapshot,
        int keys,
        boolean bound,
        boolean serving,
        int leads,
        Standing standing,
        @Nullable String condemned) {
    public Status {
        peers = List.copyOf(peers);
    }

    /** The part that a node plays in its term. */
    public enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER,
        /** Takes the log in to become a voter. */
        LEARNER,
        /** Takes the log in and serves reads, for ever. */
        REPLICA
    }
}
