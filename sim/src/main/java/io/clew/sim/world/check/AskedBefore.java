package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.sim.world.Sent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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

    private final Configurations configurations;

    /** What was in force when each node began to campaign. */
    private final List<@Nullable Membership> campaigned = new ArrayList<>();

    AskedBefore(Configurations configurations, int nodes) {
        super("nobody campaigns without a promise of a majority");
        this.configurations = configurations;
        for (int i = 0; i < nodes; i++) {
            campaigned.add(null);
        }
    }

    @Override
    void after(Step step) {
        NodeId self = step.id();
        for (Note note : step.notes()) {
            if (note instanceof Note.Campaigned campaign && !campaign.pre()) {
                campaigned.set(step.number(), configurations.before(step));
            }
        }
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
        Membership membership = campaigned.get(step.number());
        NodeId self = step.id();
        require(
                membership == null
                        || Halves.agree(membership, id -> id.equals(self) || promised.contains(id)),
                () -> step.machine() + " campaigns for " + term + ", promised by " + promised);
    }
}
