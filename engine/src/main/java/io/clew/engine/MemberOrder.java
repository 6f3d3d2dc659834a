package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What an order to change the members means to the leader now: names become identities, and whoever
 * comes to the address of a member that is gone takes its place.
 */
sealed interface MemberOrder {
    /** The order is this change, which may begin. */
    record Begin(Change change) implements MemberOrder {}

    /** There is nothing to do but answer. */
    record Answer(Reply reply) implements MemberOrder {}

    /**
     * The node leads, and changes are admitted now.
     *
     * @param objection what else speaks against a change, null for nothing
     */
    static MemberOrder judge(
            Request.ChangeMembers order,
            Raft raft,
            long now,
            Function<Change, @Nullable Reply> objection) {
        Membership current = raft.membership();
        var removed = new ArrayList<NodeId>();
        for (String name : order.removed()) {
            List<Member> named = current.named(name);
            if (named.size() != 1) {
                String why = named.isEmpty() ? " is not a member" : " is ambiguous, use the id";
                return new Answer(new Reply.Rejected(name + why));
            }
            removed.add(named.getFirst().id());
        }
        var comers = new ArrayList<Member>(order.voters());
        comers.addAll(order.replicas());
        if (removed.isEmpty() && !comers.isEmpty() && current.members().containsAll(comers)) {
            return new Answer(askedOnceMore(raft));
        }
        for (Member owner : ownersOf(comers, current, removed)) {
            if (raft.answering(now).hears(owner.id())) {
                return new Answer(new Reply.Refused(claim(owner)));
            }
            removed.add(owner.id());
        }
        var change = new Change(order.voters(), order.replicas(), removed);
        Reply reply = refusal(change, current);
        if (reply == null) {
            reply = objection.apply(change);
        }
        if (reply == null && !bears(change, raft, now)) {
            reply = new Reply.Refused("of the voters who would be left no majority answers");
        }
        return reply == null ? new Begin(change) : new Answer(reply);
    }

    private static @Nullable Reply refusal(Change change, Membership current) {
        String wait = change.mustWait(current);
        if (wait != null) {
            return new Reply.Refused(wait);
        }
        String why = change.refusal(current);
        return why == null ? null : new Reply.Rejected(why);
    }

    /** Who only joins is counted once it has caught up: until then it can be taken back. */
    private static boolean bears(Change change, Raft raft, long now) {
        return change.removed().stream().noneMatch(raft.membership()::isVoter)
                || raft.answering(now).majority(change.voters().size(), change.removed());
    }

    /** The others may have committed what is not on this disk, and so not applied, yet. */
    private static Reply askedOnceMore(Raft raft) {
        long index = raft.membershipIndex();
        return index <= raft.applicable()
                ? new Reply.Done(index)
                : new Reply.Refused("the last change is not on this node's disk yet");
    }

    /** Members who stay, as far as the order says, at addresses to which others are to come. */
    private static List<Member> ownersOf(
            List<Member> comers, Membership current, List<NodeId> removed) {
        var owners = new ArrayList<Member>();
        for (Member owner : current.members()) {
            boolean stays = owner.id().bound() && !removed.contains(owner.id());
            if (stays && Change.displaces(comers, owner)) {
                owners.add(owner);
            }
        }
        return owners;
    }

    private static String claim(Member owner) {
        return owner.address() + " is the address of member " + owner.id() + ", which is alive";
    }
}
