package io.clew.sim.world.check;

import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/** Nobody votes for two candidates in one term, also not after a crash. */
final class OneVoteATerm extends Check {
    /** By voter, then by term. */
    private final TreeMap<NodeId, TreeMap<Long, NodeId>> votes = new TreeMap<>();

    /** What each process last wanted on its disk. */
    private final HardState[] written;

    OneVoteATerm(int nodes) {
        super("one vote a term");
        written = new HardState[nodes];
    }

    @Override
    void after(Step step) {
        LogWrite write = step.write();
        if (write != null) {
            writes(step, write.hard());
        }
        for (Sent sent : step.sent()) {
            if (sent.message() instanceof Message.VoteReply vote && vote.granted() && !vote.pre()) {
                voted(step, vote.term(), sent.to());
            } else if (sent.message() instanceof Message.VoteRequest asked && !asked.pre()) {
                voted(step, asked.term(), step.id());
            }
        }
    }

    /** A vote that never left may be forgotten in a crash, but not before one. */
    private void writes(Step step, HardState now) {
        HardState before = written[step.number()];
        require(
                now.term() > before.term()
                        || (now.term() == before.term()
                                && (!before.vote().bound() || now.vote().equals(before.vote()))),
                () -> step.machine() + " writes " + now + " after " + before);
        written[step.number()] = now;
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        written[node.number()] = found == null ? HardState.INITIAL : found.hard();
    }

    /** Whether a node gave a candidate its vote. */
    boolean has(NodeId voter, long term, NodeId candidate) {
        TreeMap<Long, NodeId> given = votes.get(voter);
        return given != null && candidate.equals(given.get(term));
    }

    private void voted(Step step, long term, NodeId candidate) {
        NodeId before =
                votes.computeIfAbsent(step.id(), _ -> new TreeMap<>()).putIfAbsent(term, candidate);
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
