package io.clew.engine;

import io.clew.engine.placement.Leaders;
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
 * What the leader of a shard's group owes the placement: to make the move that is asked for, to say
 * what the group has become, and to leave leadership to whoever is meant to lead.
 *
 * <p>A move names the configuration that it starts from. Where the group has another one the move
 * is late, and nothing is done but to report that.
 */
final class GroupCare {
    /** The placement for which the leaders were worked out. */
    private long version;

    private @Nullable NodeId[] leaders = {};

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
    boolean look(long now, Replica replica, Placement placement) {
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
            } else if (bears(now, raft, move)) {
                begin(now, raft, move);
            }
            return false;
        }
        return raft.membershipIndex() > assignment.configuration();
    }

    /**
     * Whether of those who are left a majority answers: else the group could decide nothing more,
     * not even to take the change back. Who comes is asked for its vote only once it has answered.
     */
    private static boolean bears(long now, Raft raft, Move move) {
        int voters = move.add() == null ? 0 : 1;
        int answer = voters;
        for (Member voter : raft.membership().voters()) {
            if (!voter.id().equals(move.remove())) {
                voters++;
                answer += answers(raft, voter.id(), now) ? 1 : 0;
            }
        }
        return 2 * answer > voters;
    }

    /** A leader that was just elected takes everybody for alive; who has its entries is. */
    private static boolean answers(Raft raft, NodeId id, long now) {
        return raft.hears(id, now) && raft.matchOf(id) >= raft.membershipIndex();
    }

    private static void begin(long now, Raft raft, Move move) {
        NodeId add = move.add();
        NodeId remove = move.remove();
        List<Member> comes = add == null ? List.of() : List.of(Member.of(add));
        List<NodeId> goes = remove == null ? List.of() : List.of(remove);
        var change = new Change(comes, List.of(), goes);
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

    /**
     * Hands leadership to the replica that is meant to lead, if that is another and lives.
     *
     * @return whether it has begun to
     */
    boolean handOver(long now, Replica replica, Placement placement, Directory directory) {
        Raft raft = replica.raft();
        NodeId meant = preferred(placement, replica.shard());
        return meant != null
                && !meant.equals(raft.self())
                && !directory.resigns(meant)
                && raft.settled()
                && !raft.handingOver()
                && !raft.membership().changing()
                && raft.membership().isVoter(meant)
                && raft.hears(meant, now)
                && raft.transfer(meant, now) == null;
    }

    private @Nullable NodeId preferred(Placement placement, int shard) {
        if (placement.version() != version) {
            version = placement.version();
            leaders = Leaders.all(placement);
        }
        return leaders[shard];
    }
}
