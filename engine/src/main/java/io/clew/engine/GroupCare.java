package io.clew.engine;

import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.engine.wire.NodeMessage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What the leader of a shard's group owes the placement: to make the move that is asked for, and to
 * say what the group has become.
 *
 * <p>A move names the configuration that it starts from. Where the group has another one the move
 * is late, and nothing is done but to report that.
 */
final class GroupCare {
    private GroupCare() {}

    /** What a leader says of its group. */
    static NodeMessage.Led led(Replica replica) {
        Raft raft = replica.raft();
        Membership membership = raft.membership();
        boolean settled =
                raft.settled() && raft.membershipIndex() <= raft.commit() && !membership.changing();
        List<NodeId> members =
                settled ? membership.voters().stream().map(Member::id).toList() : List.of();
        return new NodeMessage.Led(
                replica.shard(),
                raft.term(),
                replica.state().appliedIndex(),
                raft.membershipIndex(),
                members);
    }

    /**
     * Takes the next step of the group of a replica that leads.
     *
     * @return whether there is something that the leader of shard 0 does not know yet
     */
    static boolean look(long now, Replica replica, Placement placement) {
        Raft raft = replica.raft();
        Membership membership = raft.membership();
        if (raft.refusalToChange() != null || membership.joint()) {
            return false;
        }
        Assignment assignment = placement.assignment(replica.shard());
        Move move = assignment.move();
        if (membership.changing()) {
            cancelUnlessMeant(now, raft, move);
            return false;
        }
        if (move != null && move.expects() == raft.membershipIndex()) {
            if (move.abandoned()) {
                raft.reaffirm(now);
            } else if (raft.answering(now).majority(added(move), removed(move))) {
                begin(now, raft, move);
            }
            return false;
        }
        return raft.membershipIndex() > assignment.configuration();
    }

    private static int added(Move move) {
        return move.add() == null ? 0 : 1;
    }

    private static List<NodeId> removed(Move move) {
        NodeId remove = move.remove();
        return remove == null ? List.of() : List.of(remove);
    }

    private static void begin(long now, Raft raft, Move move) {
        NodeId add = move.add();
        List<Member> comes = add == null ? List.of() : List.of(Member.of(add));
        var change = new Change(comes, List.of(), removed(move));
        if (change.refusal(raft.membership()) == null) {
            raft.propose(change, now);
        }
    }

    /** Who was to join has been given up, and may never catch up. */
    private static void cancelUnlessMeant(long now, Raft raft, @Nullable Move move) {
        List<NodeId> joining = raft.membership().joining().stream().map(Member::id).toList();
        boolean meant =
                move != null
                        && !move.abandoned()
                        && move.add() != null
                        && joining.contains(move.add());
        if (!joining.isEmpty() && !meant) {
            raft.propose(new Change(List.of(), List.of(), joining), now);
        }
    }
}
