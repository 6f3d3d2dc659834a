package io.clew.engine.raft;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Replicates its log to the followers, commits what a majority holds, and confirms before each
 * linearizable read that it still leads.
 */
final class Leader implements Role {
    /** Longest election timeouts after which a disk that says nothing is taken for hung. */
    private static final int DISK_PATIENCE = 5;

    private final RaftState state;
    private final Replication replication;
    private final ReadQueue reads = new ReadQueue();
    private final Confirmation confirmation = new Confirmation();
    private long round;
    private long beatAt;
    private long diskHeardAt;

    /** The index of the first entry of this term, {@code Long.MAX_VALUE} before there is one. */
    private long termStart = Long.MAX_VALUE;

    private long uncommittedBytes;

    /**
     * What was committed at the last heartbeat: whoever holds it has caught up. A leader that has
     * committed nothing yet does not know what that is, and takes nobody's empty log for enough.
     */
    private long caughtUpAt = Long.MAX_VALUE;

    /** Whether those who go with a change are yet to be let go. */
    private boolean held;

    private final Handover handover;
    private final Stalls stalls;

    private Leader(RaftState state, long now) {
        this.state = state;
        this.replication = new Replication(state);
        this.handover = new Handover(state, replication);
        this.stalls = new Stalls(state, now);
        for (long i = state.commit() + 1; i <= state.log.lastIndex(); i++) {
            uncommittedBytes += state.log.at(i).sizeBytes();
        }
        beatAt = now;
        diskHeardAt = now;
    }

    static Leader elected(RaftState state, long now) {
        Invariant.check(state.vote().equals(state.self), "own vote", state.vote(), state.self);
        var leader = new Leader(state, now);
        state.outbox.note(new Note.RoleChanged("leader", state.term(), "elected"));
        leader.replication.meet(now);
        if (state.memberships.latestIndex() > state.commit()) {
            leader.replication.dismiss(state.memberships.previous(), now);
        }
        if (!state.stray()) {
            // Entries of older terms are committed only together with one of the own (Raft §5.4.2).
            leader.append(Entry.Kind.NOOP, Bytes.EMPTY);
        }
        leader.bindMembers(now);
        return leader;
    }

    @Override
    public long deadline() {
        return Math.min(beatAt, handover.deadline());
    }

    @Override
    public Role tick(long now) {
        handover.tick(now);
        if (now < beatAt) {
            return this;
        }
        String unfit = unfitness(now);
        if (unfit != null) {
            state.outbox.note(new Note.RoleChanged("follower", state.term(), unfit));
            leave();
            return Follower.of(state, now);
        }
        replication.repeatOverdue(now);
        replication.dropDeparted(now);
        String stall = stalls.reason(now, beatAt, diskHeardAt);
        beat(now);
        caughtUpAt = settled() ? state.commit() : Long.MAX_VALUE;
        bindMembers(now);
        if (stall != null) {
            var _ = handover.begin(null, stall, now);
        }
        beatAt = state.timers.nextBeat(now);
        return this;
    }

    @Override
    public Role written(long now) {
        diskHeardAt = now;
        advanceCommit(now);
        // The own disk may be the last that the cluster was waiting for.
        bindMembers(now);
        handover.crown(now);
        return this;
    }

    @Override
    public void leave() {
        reads.abort(state.outbox);
    }

    /** Whether an entry of the own term is committed: from then on the commit index is known. */
    boolean settled() {
        return state.commit() >= termStart;
    }

    /** Why a proposal would be refused now, null if it would not. */
    @Nullable String refusal() {
        if (!state.membership().bound()) {
            return "the cluster is not complete yet";
        }
        if (handover.underWay() || state.departed()) {
            return "leadership is being handed over";
        }
        if (uncommittedBytes >= state.config.uncommittedBytesMax()) {
            return "too much is waiting to be committed";
        }
        return null;
    }

    /** Why no change of the members can be begun now, null if one can. */
    @Nullable String refusalToChange() {
        if (!state.membership().bound()) {
            return "the cluster is not complete yet";
        }
        if (handover.underWay()) {
            return "leadership is being handed over";
        }
        // Two leaders may otherwise start from one configuration, towards two that do not overlap
        // (the single-server bug of 2015, M1).
        if (!settled() || state.memberships.latestIndex() > state.commit()) {
            return "the last change is not committed yet";
        }
        return null;
    }

    Entry propose(Change change, long now) {
        boolean admitted =
                refusalToChange() == null
                        && change.mustWait(state.membership()) == null
                        && change.refusal(state.membership()) == null;
        Invariant.check(admitted, "an admitted change");
        return appendMembership(change.begin(state.membership()), now);
    }

    void reaffirm(long now) {
        Invariant.check(refusalToChange() == null, "a change that is admitted");
        appendMembership(state.membership(), now);
    }

    void hold(boolean on) {
        held = on;
    }

    /** Nobody else has had to find this node yet, so that it may have been started elsewhere. */
    void movedTo(String address, long now) {
        Membership current = state.membership();
        List<Member> voters = current.voters();
        if (voters.size() != 1 || voters.getFirst().address().equals(address)) {
            return; // As in nearly every step there is.
        }
        boolean alone = current.members().size() == 1 && current.isVoter(state.self);
        if (alone && refusalToChange() == null) {
            var here = new Member(state.self, address);
            List<Member> none = List.of();
            appendMembership(current.with(List.of(here), none, none, List.of(), none), now);
        }
    }

    Entry propose(Bytes command) {
        Invariant.check(refusal() == null, "an admitted proposal");
        return append(Entry.Kind.COMMAND, command);
    }

    void read(long read) {
        reads.add(read);
    }

    void onReadIndex(NodeId from, Message.ReadIndex question) {
        reads.add(from, question);
    }

    /** Sends what the events of this step have made ready to leave. */
    void flush(long now) {
        if (settled() && reads.wantsRound()) {
            reads.begin(round + 1, state.commit());
            beat(now);
        }
        replication.supply(now);
    }

    Handover handover() {
        return handover;
    }

    Replication replication() {
        return replication;
    }

    /** Somebody was met: perhaps the cluster is complete now. */
    void met(long now) {
        bindMembers(now);
    }

    void onAppended(NodeId from, Message.Appended reply, long now) {
        Progress follower = replication.find(from);
        if (follower == null) {
            return;
        }
        Invariant.check(
                reply.match() <= state.log.lastIndex(),
                "an acknowledgement of what was sent",
                reply.match(),
                state.log.lastIndex());
        follower.heard(now);
        follower.matched(reply.match(), now);
        advanceCommit(now);
        bindMembers(now);
        handover.crown(now);
    }

    void onHeartbeatReply(NodeId from, Message.HeartbeatReply reply, long now) {
        Progress follower = replication.find(from);
        if (follower == null) {
            return;
        }
        follower.heard(now);
        follower.answered(reply.round());
        confirmReads();
        confirmation.reached(confirmedRound(), state.recency);
    }

    private Entry append(Entry.Kind kind, Bytes payload) {
        Entry entry = state.append(kind, payload);
        termStart = Math.min(termStart, entry.index());
        uncommittedBytes += entry.sizeBytes();
        return entry;
    }

    /** Takes the next step of founding, completing or changing the cluster, if one is due. */
    private void bindMembers(long now) {
        replication.meet(now);
        if (handover.underWay()) {
            return; // The log stays as the heir has it; the next leader goes on from there.
        }
        Membership next = Founding.next(state, settled(), this::matchOf);
        if (next == null) {
            next = nextOfChange(now);
        }
        if (next != null) {
            appendMembership(next, now);
        }
    }

    /**
     * Each step of a change waits for the one before, and the first for all who join and for a
     * majority of all who are to decide then: from there on it cannot be taken back.
     */
    private @Nullable Membership nextOfChange(long now) {
        Membership current = state.membership();
        if (!settled() || state.memberships.latestIndex() > state.commit()) {
            return null;
        }
        if (current.joint()) {
            return Change.settled(current);
        }
        return !held && ripe(now) ? Change.joint(current) : null;
    }

    /** Whether the change that is under way has all that it waits for by itself. */
    boolean ripe(long now) {
        Membership current = state.membership();
        boolean ready = !current.joint() && !current.joining().isEmpty();
        for (Member member : current.joining()) {
            ready &= replication.hearsBeats(member.id(), now) && matchOf(member.id()) >= caughtUpAt;
        }
        return ready && Quorum.reached(Change.joint(current), id -> answers(id, now));
    }

    /**
     * Whether a voter surely answers: it has missed no two heartbeats, and, since a leader that was
     * just elected takes everybody for alive, it has the configuration.
     */
    boolean answers(NodeId id, long now) {
        boolean heard = id.equals(state.self) || replication.hearsBeats(id, now);
        return heard && matchOf(id) >= state.memberships.latestIndex();
    }

    private Entry appendMembership(Membership next, long now) {
        Membership before = state.membership();
        Entry entry = append(Entry.Kind.MEMBERSHIP, next.encode());
        replication.meet(now);
        replication.dismiss(before, now);
        return entry;
    }

    /** Why this node must not go on leading, null if it may. */
    private @Nullable String unfitness(long now) {
        if (!hearsMajority(now)) {
            return "no majority answers";
        }
        if (state.departed() && !handover.underWay()) {
            return "it has left the cluster";
        }
        // It answers only what its own disk has: if that hangs, another must lead.
        if (state.log.durable() == state.log.lastIndex()) {
            diskHeardAt = now;
        }
        boolean hangs = now - diskHeardAt >= DISK_PATIENCE * state.config.electionMaxNanos();
        return hangs && state.membership().voters().size() > 1 ? "its disk does not answer" : null;
    }

    private boolean hearsMajority(long now) {
        return Quorum.reached(
                state.membership(), id -> id.equals(state.self) || replication.hears(id, now));
    }

    private void advanceCommit(long now) {
        long index = Quorum.position(state.membership(), this::matchOf);
        // Never by counting replicas of an older term's entry (Raft §5.4.2, figure 8).
        if (index <= state.commit() || state.log.term(index) != state.term()) {
            return;
        }
        for (long i = state.commit() + 1; i <= index; i++) {
            uncommittedBytes -= state.log.at(i).sizeBytes();
        }
        state.commitTo(index);
        if (state.departed()) {
            var _ = handover.begin(null, "it leaves the cluster", now);
        }
    }

    /**
     * How much of the log a member is known to have on disk; the own disk counts like any other.
     */
    private long matchOf(NodeId id) {
        return id.equals(state.self) ? state.log.durable() : replication.follower(id).match();
    }

    private void beat(long now) {
        replication.beat(++round, confirmation, now);
        if (settled()) {
            confirmation.left(round, now, state.commit());
            confirmation.reached(confirmedRound(), state.recency); // Alone it needs no answer,
            confirmReads(); // nor do those who asked while there were others.
        }
    }

    private long confirmedRound() {
        return Quorum.position(
                state.membership(),
                id -> id.equals(state.self) ? round : replication.follower(id).round());
    }

    private void confirmReads() {
        if (reads.underWay()
                && Quorum.reached(
                        state.membership(),
                        id ->
                                id.equals(state.self)
                                        || replication.follower(id).round() >= reads.round())) {
            reads.finish(state.outbox);
        }
    }
}
