package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.raft.Change;
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
    @Nullable Reply refusal(long now, Change change) {
        List<Member> gone = gone(change.removed());
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
        int bereft = bereft(now, placement, new TreeSet<>(change.removed()));
        return bereft == 0 ? null : mustStay(bereft, placement, gone, change);
    }

    /**
     * A shard that would lose its majority if those who are about to go went now, 0 for none: they
     * may have waited for long, and it may have lost others meanwhile.
     *
     * @param before what the answer was the last time, which it is likely to be again
     */
    int bereft(long now, int before) {
        if (placement == null) {
            return 0;
        }
        var leaving = new TreeSet<NodeId>(raft.membership().leaving());
        return before != 0 && isBereft(now, placement, leaving, before)
                ? before
                : bereft(now, placement, leaving);
    }

    /** Whoever comes to an address asks again by itself, until those who are missing are back. */
    private static Reply mustStay(
            int shard, Placement placement, List<Member> gone, Change change) {
        String what = "of shard " + shard + " no majority that answers would be left";
        for (Member member : gone) {
            boolean carries =
                    placement.holders(shard).stream()
                            .anyMatch(replica -> replica.node().equals(member.id()));
            if (carries && change.displaces(member)) {
                return new Reply.Refused(
                        what
                                + " without member "
                                + member.id()
                                + ", whose address "
                                + member.address()
                                + " is: start it with its data, or the others that carry the"
                                + " shard, or this node at another address");
            }
        }
        return new Reply.Rejected(what);
    }

    /** Only voters carry anything. */
    private List<Member> gone(List<NodeId> removed) {
        var gone = new ArrayList<Member>();
        for (NodeId id : removed) {
            Member member = raft.membership().member(id);
            if (member != null && raft.membership().votes(id)) {
                gone.add(member);
            }
        }
        return gone;
    }

    /**
     * A shard that would lose its majority, 0 for none. What is silent is not dead yet: a shard
     * that loses its majority loses it for good.
     */
    private int bereft(long now, Placement known, TreeSet<NodeId> leaving) {
        for (int shard = 1; shard < known.shards(); shard++) {
            if (isBereft(now, known, leaving, shard)) {
                return shard;
            }
        }
        return 0;
    }

    private boolean isBereft(long now, Placement known, TreeSet<NodeId> leaving, int shard) {
        Assignment assignment = known.assignment(shard);
        return assignment.holders().stream().anyMatch(r -> leaving.contains(r.node()))
                && !(goesOn(now, assignment.replicas(), leaving)
                        && goesOn(now, assignment.moved(), leaving));
    }

    private boolean goesOn(long now, List<NodeId> replicas, TreeSet<NodeId> leaving) {
        Membership members = raft.membership();
        long left =
                replicas.stream()
                        .map(NodeId::node)
                        .filter(node -> !leaving.contains(node))
                        .filter(node -> members.stays(node) && raft.answering(now).answers(node))
                        .count();
        return 2 * left > replicas.size();
    }
}
