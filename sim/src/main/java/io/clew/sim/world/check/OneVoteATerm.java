package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;

import java.util.TreeMap;

/** Nobody votes for two candidates in one term, also not after a crash. */
final class OneVoteATerm extends Check {
    /** By voter, then by term. */
    private final TreeMap<NodeId, TreeMap<Long, NodeId>> votes = new TreeMap<>();

    OneVoteATerm() {
        super("one vote a term");
    }

    @Override
    void after(Step step) {
        for (Effects.Transmission sent : step.effects().sends()) {
            for (Message message : Frames.messages(sent)) {
                if (message instanceof Message.VoteReply vote && vote.granted() && !vote.pre()) {
                    voted(step, vote.term(), sent.to());
                } else if (message instanceof Message.VoteRequest asked && !asked.pre()) {
                    voted(step, asked.term(), step.status().node());
                }
            }
        }
    }

    /** Whether a node gave a candidate its vote. */
    boolean has(NodeId voter, long term, NodeId candidate) {
        TreeMap<Long, NodeId> given = votes.get(voter);
        return given != null && candidate.equals(given.get(term));
    }

    private void voted(Step step, long term, NodeId candidate) {
        NodeId before =
                votes.computeIfAbsent(step.status().node(), _ -> new TreeMap<>())
                        .putIfAbsent(term, candidate);
        require(
                before == null || before.equals(candidate),
                () ->
                        step.machine()
                                + " votes in term "
                                + term
                                + " for "
                                + candidate
                                + " after "
                                + before);
    }
}
