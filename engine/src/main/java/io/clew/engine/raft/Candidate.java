package io.clew.engine.raft;

import java.util.TreeSet;

/**
 * Wants to lead. It first asks whether it would win, which changes nothing anywhere (PreVote,
 * thesis §9.6), and only then enters a new term and asks for votes: a node that is cut off cannot
 * drive its term up and disturb the others when it comes back.
 */
final class Candidate implements Role {
    private final RaftState state;
    private final boolean pre;
    private final long term;
    private long deadline;
    private final TreeSet<NodeId> granted = new TreeSet<>();
    private final TreeSet<NodeId> refused = new TreeSet<>();

    private Candidate(RaftState state, boolean pre, long now) {
        this.state = state;
        this.pre = pre;
        this.term = pre ? state.term() + 1 : state.term();
        this.deadline = now + state.timers.electionTimeout();
        state.outbox.note(new Note.Campaigned(term, pre));
    }

    /** Asks who would vote for this node. */
    static Role ask(RaftState state, long now) {
        var candidate = new Candidate(state, true, now);
        candidate.granted.add(state.self);
        if (candidate.won()) {
            return campaign(state, false, now);
        }
        candidate.request(false);
        return candidate;
    }

    /**
     * Enters a new term and asks for votes in it.
     *
     * @param transfer at the wish of the leader, whom the others hear and must not stick to
     */
    static Role campaign(RaftState state, boolean transfer, long now) {
        state.enterTerm(state.term() + 1);
        state.voteFor(state.self);
        var candidate = new Candidate(state, false, now);
        candidate.request(transfer);
        return candidate;
    }

    boolean pre() {
        return pre;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Role tick(long now) {
        if (now < deadline) {
            return this;
        }
        if (!pre && !state.hardDurable()) {
            // A disk slower than an election: a newer term would only be another vote to wait for.
            deadline = now + state.timers.electionTimeout();
            return this;
        }
        boolean mayStand =
                state.mayCampaign() && (!state.stray() || state.bootstrap.metOnlyStrays());
        return mayStand ? ask(state, now) : Follower.of(state, now);
    }

    /** The own vote counts like any other: once it is durable (E1). */
    @Override
    public Role written(long now) {
        if (!pre && state.hardDurable() && state.vote().equals(state.self)) {
            granted.add(state.self);
            return settle(now);
        }
        return this;
    }

    @Override
    public void leave() {}

    Role onReply(NodeId from, Message.VoteReply reply, long now) {
        boolean current = reply.pre() == pre && (!reply.granted() || reply.term() == term);
        if (!current) {
            return this; // Of an earlier campaign (E11, E23).
        }
        (reply.granted() ? granted : refused).add(from);
        return settle(now);
    }

    private Role settle(long now) {
        if (won()) {
            return pre ? campaign(state, false, now) : Leader.elected(state, now);
        }
        if (Quorum.reached(state.membership(), refused::contains)) {
            return Follower.of(state, now);
        }
        return this;
    }

    private boolean won() {
        return Quorum.reached(state.membership(), granted::contains);
    }

    private void request(boolean transfer) {
        var request =
                new Message.VoteRequest(
                        term, state.log.last(), pre, transfer, state.membership().openClusterId());
        for (NodeId id : state.others()) {
            state.outbox.sendAfterWrite(id, request);
        }
    }
}
