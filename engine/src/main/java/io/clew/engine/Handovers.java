package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;

/** Those who asked this node to hand leadership over, and wait to be told how that went. */
final class Handovers {
    private record Waiting(long token, long deadline) {}

    private final Raft raft;
    private final List<Effects.Answer> answers;

    /** In the order of arrival, and so of their deadlines. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    Handovers(Raft raft, List<Effects.Answer> answers) {
        this.raft = raft;
        this.answers = answers;
    }

    int size() {
        return waiting.size();
    }

    long deadline() {
        Waiting first = waiting.peek();
        return first == null ? Long.MAX_VALUE : first.deadline;
    }

    /** Begins to hand over to a voter, or to whoever is furthest; this node leads. */
    void begin(long now, long token, @Nullable String to, long deadline) {
        NodeId heir = null;
        if (to != null) {
            List<Member> named = raft.membership().named(to);
            heir = named.size() == 1 ? named.getFirst().id() : NodeId.UNBOUND;
            if (!raft.membership().isVoter(heir)) {
                answer(token, new Reply.Rejected(to + " is not a voter of this cluster"));
                return;
            }
        }
        boolean own = heir != null && heir.equals(raft.leader());
        String why = own ? null : raft.transfer(heir, now);
        if (own) {
            answer(token, new Reply.Done(0));
        } else if (why != null) {
            answer(token, new Reply.Refused(why));
        } else {
            waiting.add(new Waiting(token, deadline));
        }
    }

    /** Answers all, as soon as there is a new leader or the old one stays. */
    void settle() {
        if (raft.leads() && !raft.handingOver()) {
            answerAll(new Reply.Refused("the heir did not take over in time"));
        } else if (!raft.leads() && raft.leader() != null) {
            answerAll(new Reply.Done(0));
        }
    }

    void expire(long now) {
        if (deadline() <= now) {
            answerAll(new Reply.Refused("no new leader is known yet"));
        }
    }

    private void answerAll(Reply reply) {
        waiting.forEach(w -> answer(w.token, reply));
        waiting.clear();
    }

    private void answer(long token, Reply reply) {
        answers.add(new Effects.Answer(token, reply));
    }
}
