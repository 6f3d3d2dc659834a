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

/**
 * What an order to change the members means to the leader now: names become identities, and whoever
 * comes to the address of a member that is gone takes its place.
 */
final class MemberOrder {
    /**
     * @param change to begin, null if there is nothing to do but answer
     * @param reply meaningless with a change
     */
    record Judged(@Nullable Change change, Reply reply) {
        private Judged(Reply reply) {
            this(null, reply);
        }
    }

    private MemberOrder() {}

    /** The node leads, and changes are admitted now. */
    static Judged judge(Request.ChangeMembers order, Raft raft, long now) {
        Membership current = raft.membership();
        var removed = new ArrayList<NodeId>();
        for (String name : order.removed()) {
            List<Member> named = current.named(name);
            if (named.size() != 1) {
                String why = named.isEmpty() ? " is not a member" : " is ambiguous, use the id";
                return new Judged(new Reply.Rejected(name + why));
            }
            removed.add(named.getFirst().id());
        }
        var comers = new ArrayList<Member>(order.voters());
        comers.addAll(order.replicas());
        if (removed.isEmpty() && !comers.isEmpty() && current.members().containsAll(comers)) {
            return new Judged(askedOnceMore(raft));
        }
        for (Member comer : comers) {
            for (Member owner : current.members()) {
                boolean taken = comer.address().equals(owner.address()) && owner.id().bound();
                if (!taken || owner.id().equals(comer.id()) || removed.contains(owner.id())) {
                    continue;
                }
                if (raft.hears(owner.id(), now)) {
                    return new Judged(new Reply.Refused(claim(owner)));
                }
                removed.add(owner.id());
            }
        }
        var change = new Change(order.voters(), order.replicas(), removed);
        String wait = change.mustWait(current);
        if (wait != null) {
            return new Judged(new Reply.Refused(wait));
        }
        String why = change.refusal(current);
        return why == null
                ? new Judged(change, new Reply.Done(0))
                : new Judged(new Reply.Rejected(why));
    }

    /** The others may have committed what is not on this disk, and so not applied, yet. */
    private static Reply askedOnceMore(Raft raft) {
        long index = raft.membershipIndex();
        return index <= raft.applicable()
                ? new Reply.Done(index)
                : new Reply.Refused("the last change is not on this node's disk yet");
    }

    private static String claim(Member owner) {
        return owner.address() + " is the address of member " + owner.id() + ", which is alive";
    }
}
