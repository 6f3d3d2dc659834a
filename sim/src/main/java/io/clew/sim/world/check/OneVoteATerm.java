package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Nobody votes for two candidates in one term, also not after a crash. */
final class OneVoteATerm extends Check {
    private final List<TreeMap<Long, NodeId>> votes = new ArrayList<>();

    OneVoteATerm(int nodes) {
        super("one vote a term");
        for (int i = 0; i < nodes; i++) {
            votes.add(new TreeMap<>());
        }
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

    /** How many nodes gave a candidate their vote; its own counts even if it asked nobody. */
    int count(long term, int number, NodeId candidate) {
        int given = 0;
        for (int i = 0; i < votes.size(); i++) {
            if (candidate.equals(i == number ? candidate : votes.get(i).get(term))) {
                given++;
            }
        }
        return given;
    }

    private void voted(Step step, long term, NodeId candidate) {
        NodeId before = votes.get(step.number()).putIfAbsent(term, candidate);
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
