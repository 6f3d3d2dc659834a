package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Judges whether members may be taken out of a cluster of several shards, by what they carry: it
 * leaves with them, and the votes that it has in its groups.
 *
 * @param placement null before the shards are founded
 * @param upToDate whether every move that was ever asked for is in it
 */
record Departures(Raft raft, @Nullable Placement placement, boolean upToDate) {
    /** Why a change of the members must not be, null if it may; asked of whoever leads. */
    @Nullable Reply refusal(long now, Request.ChangeMembers change) {
        List<Member> gone = gone(change);
        if (gone.isEmpty()) {
            return null;
        }
        if (placement == null) {
            // Where they are to be may be in the log already.
            return new Reply.Refused("the shards have no place yet");
        }
        if (!upToDate) {
            return new Reply.Refused("the placement is about to change");
        }
        for (Member member : gone) {
            int carried = placement.on(member.id()).size();
            if (carried > 0 && raft.answering(now).hears(member.id())) {
                return new Reply.Rejected(
                        member.address()
                                + " still carries replicas of "
                                + carried
                                + " shards: POST /cluster/drain has them moved first");
            }
        }
        int bereft = bereft(now, placement, gone);
        return bereft == 0
                ? null
                : new Reply.Rejected(
                        "of shard " + bereft + " no majority that answers would be left");
    }

    /** Only voters carry anything. */
    private List<Member> gone(Request.ChangeMembers change) {
        var gone = new ArrayList<Member>();
        for (String name : change.removed()) {
            for (Member member : raft.membership().named(name)) {
                if (raft.membership().votes(member.id())) {
                    gone.add(member);
                }
            }
        }
        return gone;
    }

    /** What is silent is not dead yet: a shard that loses its majority loses it for good. */
    private int bereft(long now, Placement known, List<Member> gone) {
        var leaving = new TreeSet<NodeId>();
        gone.forEach(member -> leaving.add(member.id()));
        for (int shard = 1; shard < known.shards(); shard++) {
            Assignment assignment = known.assignment(shard);
            boolean concerned =
                    assignment.holders().stream().anyMatch(r -> leaving.contains(r.node()));
            if (concerned
                    && !(goesOn(now, assignment.replicas(), leaving)
                            && goesOn(now, assignment.moved(), leaving))) {
                return shard;
            }
        }
        return 0;
    }

    private boolean goesOn(long now, List<NodeId> replicas, TreeSet<NodeId> leaving) {
        Membership members = raft.membership();
        long left =
                replicas.stream()
                        .map(NodeId::node)
                        .filter(node -> !leaving.contains(node))
                        .filter(node -> members.stays(node) && raft.answering(now).hears(node))
                        .count();
        return 2 * left > replicas.size();
    }
}
