package io.clew.sim.world.check;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Sent;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Nobody enters a new term by itself unless a majority has said that it would vote for it (PreVote,
 * thesis §9.6), or the leader has told it to: so a node that is cut off cannot unseat a leader.
 */
final class AskedBefore extends Check {
    /** Who has promised its vote, by the asking node and the term asked for. */
    private final TreeMap<NodeId, TreeMap<Long, TreeSet<NodeId>>> promises = new TreeMap<>();

    AskedBefore() {
        super("nobody campaigns without a promise of a majority");
    }

    @Override
    void after(Step step) {
        NodeId self = step.id();
        for (Sent sent : step.sent()) {
            if (sent.message() instanceof Message.VoteReply reply
                    && reply.pre()
                    && reply.granted()) {
                of(sent.to(), reply.term()).add(self);
            } else if (sent.message() instanceof Message.VoteRequest request
                    && !request.pre()
                    && !request.transfer()) {
                check(step, of(self, request.term()), request.term());
            }
        }
    }

    private Set<NodeId> of(NodeId asking, long term) {
        return promises.computeIfAbsent(asking, _ -> new TreeMap<>())
                .computeIfAbsent(term, _ -> new TreeSet<>());
    }

    private void check(Step step, Set<NodeId> promised, long term) {
        List<Member> voters = step.raft().membership().voters();
        int count = 0;
        for (Member voter : voters) {
            boolean self = voter.id().equals(step.id());
            count += self || promised.contains(voter.id()) ? 1 : 0;
        }
        int found = count;
        require(
                2 * count > voters.size(),
                () -> step.machine() + " campaigns for " + term + " with " + found + " promises");
    }
}
