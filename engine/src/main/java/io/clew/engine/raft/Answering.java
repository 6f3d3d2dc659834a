package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Who answers a replica now, as far as it leads and so can know. */
public final class Answering {
    private final RaftState state;
    private final @Nullable Leader leader;
    private final long now;

    /**
     * @param leader null for a replica that does not lead
     */
    Answering(RaftState state, @Nullable Leader leader, long now) {
        this.state = state;
        this.leader = leader;
        this.now = now;
    }

    /** Whether a member has answered within the shortest election timeout. */
    public boolean hears(NodeId id) {
        return id.equals(state.self) || (leader != null && leader.replication().hears(id, now));
    }

    /** Whether a voter answers for certain, also shortly after this node was elected. */
    public boolean answers(NodeId id) {
        return leader != null && leader.answers(id, now);
    }

    /** How much of the log a member is known to have on disk; -1 where this node cannot know. */
    public long matchOf(NodeId id) {
        if (id.equals(state.self)) {
            return state.log.durable();
        }
        Progress progress = leader == null ? null : leader.replication().find(id);
        return progress == null ? -1 : progress.match();
    }

    /** Whether the change that is under way waits for nothing but {@link Raft#hold}. */
    public boolean ripe() {
        return leader != null && leader.ripe(now);
    }

    /**
     * Whether of those who are left once some have gone a majority surely answers: what is silent
     * may be gone for good, and a change that needs its vote could then be neither completed nor
     * taken back. Who comes is asked for its vote only once it has answered.
     *
     * @param come how many come
     */
    public boolean majority(int come, List<NodeId> gone) {
        int voters = come;
        int answer = come;
        for (Member voter : state.membership().voters()) {
            if (!gone.contains(voter.id())) {
                voters++;
                answer += answers(voter.id()) ? 1 : 0;
            }
        }
        return 2 * answer > voters;
    }
}
