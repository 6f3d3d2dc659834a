package io.clew.engine;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import java.util.List;

/**
 * Which voters of a group answer, as far as its leader is sure: what is silent may be gone for
 * good, and a change that needs its vote could then be neither completed nor taken back. Whoever
 * has missed two heartbeats is silent, long before an election timeout is over.
 *
 * @param asOf when {@link Raft#hears} has to be true
 */
record Answering(Raft raft, long asOf) {
    private static final int BEATS = 2;

    static Answering now(Raft raft, EngineConfig config, long now) {
        long patience = Math.min(BEATS * config.heartbeatNanos(), config.electionMinNanos());
        return new Answering(raft, now + config.electionMinNanos() - patience);
    }

    /**
     * Whether of those who are left once some have gone a majority answers. Who comes is asked for
     * its vote only once it has answered.
     *
     * @param come how many come
     */
    boolean majority(int come, List<NodeId> gone) {
        int voters = come;
        int answer = come;
        for (Member voter : raft.membership().voters()) {
            if (!gone.contains(voter.id())) {
                voters++;
                answer += answers(voter.id()) ? 1 : 0;
            }
        }
        return 2 * answer > voters;
    }

    /** A leader that was just elected takes everybody for alive; who has its entries is. */
    private boolean answers(NodeId id) {
        return raft.hears(id, asOf) && raft.matchOf(id) >= raft.membershipIndex();
    }
}
