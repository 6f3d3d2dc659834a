package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Answering;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a node shows of itself in one of its groups to those who ask. */
final class NodeView {
    private static final int PAGE_ENTRIES_MAX = 1000;

    private final NodeId id;
    private final String address;
    private final Replicas replicas;
    private final Replica replica;
    private final Directory directory;
    private final Raft raft;

    NodeView(NodeId id, String address, Replicas replicas, Replica replica, Directory directory) {
        this.id = id;
        this.address = address;
        this.replicas = replicas;
        this.replica = replica;
        this.directory = directory;
        this.raft = replica.raft();
    }

    Status status() {
        String condemned = replica.condemned();
        long clusterId = replicas.get(0).raft().clusterId();
        var peers = new TreeSet<String>();
        for (Member voter : raft.membership().voters()) {
            if (!voter.id().equals(raft.self())) {
                peers.add(directory.address(replica, voter));
            }
        }
        return new Status(
                replica.shard(),
                id,
                address,
                clusterId,
                condemned == null ? NodeRole.of(raft) : Status.Role.FOLLOWER,
                raft.term(),
                condemned == null ? leader() : null,
                addressOf(raft.vote()),
                List.copyOf(peers),
                raft.commit(),
                replica.state().appliedIndex(),
                raft.log().lastIndex(),
                raft.snapshotLast(),
                replica.state().size(),
                clusterId != 0,
                replica.serving() && condemned == null,
                replicas.leads(),
                standing(),
                condemned);
    }

    /** Whoever has left the cluster has not left the groups that are still to be moved. */
    private Standing standing() {
        boolean left = replica.shard() == 0 && raft.standing() == Standing.LEFT;
        return left && replicas.all().stream().anyMatch(NodeView::votes)
                ? Standing.PARTING
                : raft.standing();
    }

    private static boolean votes(Replica other) {
        return other.raft().standing() == Standing.VOTER;
    }

    private @Nullable String leader() {
        return raft.leads() ? address : replica.leaderAddress();
    }

    private @Nullable String addressOf(NodeId node) {
        return node.bound() ? directory.address(node) : null;
    }

    Reply.LogPage page(long from, int max) {
        var entries = new ArrayList<Entry>();
        LogId snapshot = raft.snapshotLast();
        // What is kept of the log before it is for followers alone.
        long first = Math.max(from, snapshot.index() + 1);
        long last = Math.min(raft.log().lastIndex(), first + Math.min(max, PAGE_ENTRIES_MAX) - 1);
        for (long i = first; i <= last; i++) {
            entries.add(raft.log().at(i));
        }
        return new Reply.LogPage(
                snapshot,
                raft.commit(),
                replica.state().appliedIndex(),
                raft.log().lastIndex(),
                entries);
    }

    Reply.Members members(long now) {
        Membership membership = raft.membership();
        var known = new ArrayList<Reply.KnownMember>();
        Answering answering = raft.answering(now);
        for (Member member : membership.members()) {
            NodeId id = member.id();
            known.add(new Reply.KnownMember(member, answering.matchOf(id), answering.hears(id)));
        }
        return new Reply.Members(
                membership,
                raft.membershipIndex(),
                raft.membershipIndex() <= raft.commit(),
                known,
                replica.leaderAddress());
    }
}
