package io.clew.engine.raft;

import io.clew.engine.Invariant;

import org.jspecify.annotations.Nullable;

/** Takes entries from the leader of its term, and looks for a new one when that falls silent. */
final class Follower implements Role {
    private final RaftState state;
    private final ForwardedReads reads;
    private @Nullable NodeId leader;

    /** Whether only the teaching window has named the leader. */
    private boolean hearsay;

    /** Whether it has been said that this node may not campaign. */
    private boolean waits;

    private long heardAt;
    private long deadline;

    private Follower(RaftState state, long now) {
        this.state = state;
        this.reads = new ForwardedReads(state);
        this.heardAt = now;
        restartTimer(now);
    }

    static Follower of(RaftState state, long now) {
        return new Follower(state, now);
    }

    /** A newer term begins, whose leader is not known yet. */
    void forgetLeader() {
        leader = null;
    }

    @Nullable NodeId leader() {
        return leader;
    }

    /** Whether the leader is known to have lived within the shortest election timeout. */
    boolean hearsLeader(long now) {
        return leader != null && now - heardAt < state.config.electionMinNanos();
    }

    /** A vote was given: its candidate gets the time to win (Raft §5.2). */
    void restartTimer(long now) {
        deadline = now + state.timers.electionTimeout();
    }

    /** A node that is its own majority has nobody to wait for. */
    void hurry(long now) {
        deadline = now;
    }

    @Override
    public long deadline() {
        return Math.min(deadline, reads.deadline());
    }

    @Override
    public Role tick(long now) {
        if (now < deadline) {
            return this;
        }
        if (!state.mayCampaign() || (state.stray() && !state.bootstrap.metOnlyStrays())) {
            if (leader != null || !waits) {
                state.outbox.note(new Note.Waits(state.standing(false)));
            }
            waits = true;
            leader = null;
            restartTimer(now);
            return this;
        }
        leave();
        return Candidate.ask(state, now);
    }

    @Override
    public Role written(long now) {
        return this;
    }

    @Override
    public void leave() {
        reads.abort();
    }

    /** A linearizable read of a node that serves reads without leading. */
    void read(long read, long until) {
        reads.add(read, until);
    }

    void onReadIndexReply(Message.ReadIndexReply reply) {
        reads.onReply(reply);
    }

    void flush(long now) {
        reads.flush(leader, now);
    }

    /**
     * Anything that only the leader of this term sends.
     *
     * @param claimed it came by the teaching window, which may name a leader that was never
     *     elected: the first real one takes its place
     */
    void heardFrom(NodeId from, boolean claimed, long now) {
        if (!from.equals(leader)) {
            reads.askAnew(now);
            state.outbox.note(new Note.FollowsLeader(state.name(from), state.term()));
        }
        Invariant.check(
                leader == null || leader.equals(from) || hearsay,
                "one leader a term",
                from,
                state.term());
        hearsay = claimed && (leader == null || hearsay);
        leader = from;
        heardAt = now;
        restartTimer(now);
    }

    void onHeartbeat(NodeId from, Message.Heartbeat heartbeat, long now) {
        learn(heartbeat.freshness());
        state.answered.add(heartbeat.round(), now);
        state.commitTo(Math.min(heartbeat.commit(), state.log.lastIndex()));
        // A term that is durable already needs no disk: a slow one must not unseat the leader.
        state.outbox.reply(
                from,
                0,
                state.termDurable(),
                new Message.HeartbeatReply(state.term(), heartbeat.round()));
    }

    private void learn(Freshness freshness) {
        long answeredAt = freshness.known() ? state.answered.at(freshness.echo()) : Long.MIN_VALUE;
        if (answeredAt != Long.MIN_VALUE) {
            state.recency.promise(answeredAt - freshness.ageNanos(), freshness.index());
        }
    }

    void onAppend(NodeId from, long ticket, Message.Append append) {
        long previous = append.previous().index();
        RaftLog log = state.log;
        // What lies before the retained log is committed, and therefore the same everywhere.
        boolean agrees = previous < log.base().index() || log.matches(append.previous());
        // Of a leader such a conflict is a broken promise, and stops this node at the truncation.
        if (!agrees || (ticket != 0 && conflictsWithCommitted(append))) {
            reject(from, ticket, append.previous());
            return;
        }
        for (Entry entry : append.entries()) {
            if (entry.index() <= log.base().index() || log.matches(entry.id())) {
                continue; // Already here: an append that was repeated or overtaken (R3).
            }
            if (log.contains(entry.index())) {
                state.truncateFrom(entry.index());
            }
            state.append(entry);
        }
        // Only the part that this append has verified is known to agree (R1, R2).
        long verified = append.lastIndex();
        state.commitTo(Math.min(append.commit(), verified));
        state.outbox.reply(from, ticket, false, new Message.Appended(state.term(), verified));
    }

    /** True only for what no leader sends; the teaching window may, and is merely refused. */
    private boolean conflictsWithCommitted(Message.Append append) {
        for (Entry entry : append.entries()) {
            if (entry.index() > state.commit()) {
                return false;
            }
            if (entry.index() >= state.log.base().index() && !state.log.matches(entry.id())) {
                return true;
            }
        }
        return false;
    }

    private void reject(NodeId from, long ticket, LogId previous) {
        LogId hint = state.log.floor(previous.index() - 1, previous.term());
        state.outbox.reply(
                from,
                ticket,
                false,
                new Message.AppendRejected(state.term(), previous.index(), hint));
    }

    void onSnapshotChunk(NodeId from, Message.SnapshotChunk chunk) {
        long last = chunk.snapshot().last().index();
        if (last <= state.commit()) {
            state.outbox.sendAfterWrite(from, new Message.Appended(state.term(), last));
            return;
        }
        state.outbox.chunksArrived.add(
                new RaftOutbox.ChunkArrived(from, chunk.snapshot(), chunk.offset(), chunk.chunk()));
    }
}
