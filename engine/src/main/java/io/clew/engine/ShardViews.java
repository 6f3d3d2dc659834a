package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What a node can tell of where the shards are: of its own replicas, and from what it was told. */
final class ShardViews {
    private final Replicas replicas;
    private final Directory directory;

    ShardViews(Replicas replicas, Directory directory) {
        this.replicas = replicas;
        this.directory = directory;
    }

    Reply.Shards all() {
        Placement placement = replicas.get(0).state().placement();
        var views = new ArrayList<Reply.ShardView>();
        views.add(own(replicas.get(0)));
        for (int shard = 1; shard < replicas.shards(); shard++) {
            Replica own = replicas.find(shard);
            views.add(own == null ? foreign(shard, placement) : own(own));
        }
        return new Reply.Shards(views, placement);
    }

    /** Who can tell more of a shard that this node does not carry. */
    Reply.NotCarried notCarried(int shard) {
        Placement placement = replicas.get(0).state().placement();
        List<String> carriers =
                placement == null || shard >= placement.shards()
                        ? List.of()
                        : addresses(placement.assignment(shard).replicas());
        return new Reply.NotCarried(shard, replicas.shards(), carriers);
    }

    private Reply.ShardView own(Replica replica) {
        Raft raft = replica.raft();
        List<String> members =
                replica.shard() == 0
                        ? raft.membership().members().stream().map(Member::address).toList()
                        : addresses(raft.membership().members().stream().map(Member::id).toList());
        return new Reply.ShardView(
                replica.shard(),
                members,
                replica.leaderAddress(),
                raft.term(),
                replica.state().appliedIndex());
    }

    /** Nobody is known to carry a shard before this node has applied where they are. */
    private Reply.ShardView foreign(int shard, @Nullable Placement placement) {
        Directory.Leader leader = directory.leader(shard);
        List<String> members =
                placement == null ? List.of() : addresses(placement.assignment(shard).replicas());
        return leader == null
                ? new Reply.ShardView(shard, members, null, 0, 0)
                : new Reply.ShardView(
                        shard,
                        members,
                        directory.hint(shard, 0),
                        leader.said().term(),
                        leader.said().applied());
    }

    private List<String> addresses(List<NodeId> ids) {
        var addresses = new ArrayList<String>();
        for (NodeId id : ids) {
            String address = directory.address(id);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }
}
