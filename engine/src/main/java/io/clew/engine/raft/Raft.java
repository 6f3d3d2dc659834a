package io.clew.engine.raft;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One member of one Raft group: takes messages, time and proposals in, and puts what it wants done
 * into its {@link RaftOutbox}. The rules of terms live here (Raft §5.1), the rest in the {@link
 * Role}s.
 */
public final class Raft {
    private final RaftState state;
    private Role role;

    /**
     * @param initial the configuration of a new cluster, used until the log or a snapshot has one
     * @param atSnapshot the configuration in the snapshot, null without one
     */
    public Raft(
            RaftConfig config,
            NodeId self,
            HardState hard,
            Membership initial,
            @Nullable SnapshotId snapshot,
            @Nullable Membership atSnapshot,
            List<Entry> entries,
            RandomGenerator random,
            long now) {
        LogId base = snapshot == null ? LogId.ZERO : snapshot.last();
        var memberships = new Memberships(base.index(), atSnapshot == null ? initial : atSnapshot);
        for (Entry entry : entries) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                memberships.append(entry.index(), Membership.decode(entry.payload()));
            }
        }
        var log = new RaftLog(base, entries);
        state = new RaftState(config, self, hard, log, memberships, snapshot, random);
        Follower follower = Follower.of(state, now);
        role = follower;
        if (state.isVoter() && state.membership().voters().size() == 1) {
            follower.hurry(now);
        }
    }

    // ---- what comes in

    public void tick(long now) {
        role = role.tick(now);
    }

    /** The writes up to and with this sequence are durable. */
    public void written(long now, long sequence) {
        state.written(sequence);
        role = role.written(now);
    }

    /**
     * A message of this group.
     *
     * @param ticket 0, or the request of the teaching window that wants the answer
     */
    public void receive(long now, NodeId from, long ticket, Message message) {
        if (message instanceof Message.VoteRequest request) {
            onVoteRequest(now, from, ticket, request);
            return;
        }
        boolean fromLeader = isFromLeader(message);
        if (!fromLeader && !state.membership().contains(from)) {
            return; // Votes and acknowledgements of strangers count nowhere (E12).
        }
        // A vote that was given names the term that was asked for, not one that has begun.
        boolean promise = message instanceof Message.VoteReply reply && reply.granted();
        if (message.term() > state.term() && !promise) {
            enterTerm(now, message.term());
        }
        if (message.term() < state.term()) {
            if (fromLeader) {
                state.outbox.reply(from, ticket, false, new Message.Stale(state.term()));
            }
            return;
        }
        dispatch(now, from, ticket, message);
    }

    /** A handshake told who answers at an address. */
    public void met(long now, String address, NodeId id, long clusterId) {
        Member own = state.membership().member(state.self);
        if (own != null && own.address().equals(address)) {
            return; // Whoever was given this node's address by mistake must not take its place.
        }
        state.bootstrap.met(address, id, clusterId);
        if (state.stray()) {
            state.memberships.rebindInitial(state.bootstrap.bind(state.membership()));
        }
        if (role instanceof Leader leader) {
            leader.met(now);
        }
    }

    /** Why a command would not be accepted now, null if it would. */
    public @Nullable String refusal() {
        return role instanceof Leader leader ? leader.refusal() : "not the leader";
    }

    /** Appends a command; {@link #refusal()} must be null. */
    public Entry propose(Bytes command) {
        Invariant.check(role instanceof Leader, "only a leader proposes");
        return ((Leader) role).propose(command);
    }

    /** Asks for a {@link RaftOutbox.Grant} of a read; the node must lead. */
    public void read(long read) {
        Invariant.check(role instanceof Leader, "only a leader confirms reads");
        ((Leader) role).read(read);
    }

    /** Starts to hand leadership over; false if this node does not lead or nobody can take it. */
    public boolean transfer(long now) {
        return role instanceof Leader leader && leader.transfer(now);
    }

    /** The own snapshot is durable. */
    public void snapshotSaved(long now, SnapshotId snapshot, long retainedBytes) {
        long needed =
                role instanceof Leader leader ? leader.replication().needed(now) : Long.MAX_VALUE;
        state.compact(snapshot, retainedBytes, needed);
        state.outbox.note(new Note.SnapshotTaken(snapshot.last(), snapshot.sizeBytes()));
    }

    public void chunkLoaded(NodeId to, SnapshotId snapshot, long offset, @Nullable Bytes chunk) {
        if (role instanceof Leader leader) {
            leader.replication().onChunkLoaded(to, snapshot, offset, chunk);
        }
    }

    /** A piece of the leader's snapshot is stored; it goes on from {@code next}. */
    public void chunkStored(NodeId from, SnapshotId snapshot, long next) {
        if (role instanceof Follower follower && from.equals(follower.leader())) {
            state.outbox.sendAfterWrite(
                    from, new Message.SnapshotProgress(state.term(), snapshot, next));
        }
    }

    /**
     * A snapshot of the leader's is complete and durable.
     *
     * @return whether it was installed: then the state machine must be replaced by its content
     */
    public boolean snapshotComplete(NodeId from, SnapshotId snapshot, Membership membership) {
        // A leader has it all in its log, and counts what it commits.
        boolean news = !(role instanceof Leader) && snapshot.last().index() > state.commit();
        if (news) {
            state.install(snapshot, membership);
        }
        if (role instanceof Follower follower && from.equals(follower.leader())) {
            state.outbox.sendAfterWrite(
                    from, new Message.Appended(state.term(), snapshot.last().index()));
        }
        return news;
    }

    /** The end of a step: what has become ready to leave is put into the outbox. */
    public void flush(long now) {
        if (role instanceof Leader leader) {
            leader.flush(now);
        }
    }

    // ---- what goes out

    public RaftOutbox outbox() {
        return state.outbox;
    }

    /** What must become durable, null if nothing; it will be confirmed by its sequence. */
    public @Nullable LogWrite takeWrite(long sequence) {
        return state.takeWrite(sequence);
    }

    public long deadline() {
        return role.deadline();
    }

    // ---- what can be seen

    public boolean leads() {
        return role instanceof Leader;
    }

    /** Whether this node leads and has committed an entry of its term. */
    public boolean settled() {
        return role instanceof Leader leader && leader.settled();
    }

    public boolean campaigns() {
        return role instanceof Candidate;
    }

    /** The leader of the term as far as known. */
    public @Nullable NodeId leader() {
        return switch (role) {
            case Leader _ -> state.self;
            case Follower follower -> follower.leader();
            case Candidate _ -> null;
        };
    }

    public long term() {
        return state.term();
    }

    public NodeId vote() {
        return state.vote();
    }

    public long commit() {
        return state.commit();
    }

    /** What may be applied: committed, and on the own disk. */
    public long applicable() {
        return Math.min(state.commit(), state.log.durable());
    }

    public RaftLog log() {
        return state.log;
    }

    /** The snapshots that followers are fetching from this node. */
    public List<SnapshotId> snapshotsBeingSent() {
        return role instanceof Leader leader ? leader.replication().snapshots() : List.of();
    }

    public LogId snapshotLast() {
        return state.snapshotLast();
    }

    public Membership membership() {
        return state.membership();
    }

    /** The configuration in force after everything up to this index. */
    public Membership membershipAt(long index) {
        return state.memberships.at(index);
    }

    // ---- terms and votes

    private void dispatch(long now, NodeId from, long ticket, Message message) {
        switch (message) {
            case Message.VoteRequest _ ->
                    throw new IllegalStateException("vote requests take another way");
            case Message.VoteReply reply -> {
                if (role instanceof Candidate candidate) {
                    role = candidate.onReply(from, reply, now);
                }
            }
            case Message.Append append -> {
                if (followable(from, ticket)) {
                    follow(now, from, ticket != 0).onAppend(from, ticket, append);
                }
            }
            case Message.Heartbeat heartbeat ->
                    follow(now, from, false).onHeartbeat(from, heartbeat);
            case Message.SnapshotChunk chunk ->
                    follow(now, from, false).onSnapshotChunk(from, chunk);
            case Message.Appended reply -> {
                if (role instanceof Leader leader) {
                    leader.onAppended(from, reply, now);
                }
            }
            case Message.AppendRejected reply -> {
                if (role instanceof Leader leader) {
                    leader.replication().onRejected(from, reply, now);
                }
            }
            case Message.HeartbeatReply reply -> {
                if (role instanceof Leader leader) {
                    leader.onHeartbeatReply(from, reply, now);
                }
            }
            case Message.SnapshotProgress reply -> {
                if (role instanceof Leader leader) {
                    leader.replication().onSnapshotProgress(from, reply, now);
                }
            }
            case Message.TimeoutNow _ -> {
                if (role instanceof Follower && state.isVoter()) {
                    role = Candidate.campaign(state, true, now);
                }
            }
            case Message.Stale _ -> {} // Its newer term was taken over above.
        }
    }

    private void onVoteRequest(long now, NodeId from, long ticket, Message.VoteRequest request) {
        NodeId heard = heardLeader(now);
        boolean admits =
                !Elections.sticks(request, from, heard)
                        && Elections.strangeness(state, from, request) == null;
        if (!request.pre() && admits && request.term() > state.term()) {
            enterTerm(now, request.term());
            heard = null;
        }
        String refusal = Elections.refusal(state, from, request, heard);
        boolean granted = refusal == null;
        String why = refusal == null ? "its log is as new" : refusal;
        state.outbox.note(
                new Note.Voted(state.name(from), request.term(), request.pre(), granted, why));
        if (granted && !request.pre()) {
            state.voteFor(from);
            if (role instanceof Follower follower) {
                follower.restartTimer(now);
            }
        }
        long term = granted ? request.term() : state.term();
        state.outbox.reply(
                from, ticket, false, new Message.VoteReply(term, granted, request.pre()));
    }

    private @Nullable NodeId heardLeader(long now) {
        return switch (role) {
            case Leader _ -> state.self;
            case Follower follower -> follower.hearsLeader(now) ? follower.leader() : null;
            case Candidate _ -> null;
        };
    }

    private void enterTerm(long now, long term) {
        if (!(role instanceof Follower)) {
            state.outbox.note(new Note.RoleChanged("follower", term, "a newer term"));
        }
        role.leave();
        state.enterTerm(term);
        if (role instanceof Follower follower) {
            // Its timer runs on: a refused candidate must not stop it (E20).
            follower.forgetLeader();
        } else {
            role = Follower.of(state, now);
        }
    }

    /** The teaching window may claim to speak for a leader that is not one: it is not believed. */
    private boolean followable(NodeId from, long ticket) {
        if (ticket == 0) {
            return true;
        }
        boolean other =
                role instanceof Leader
                        || (role instanceof Follower follower
                                && follower.leader() != null
                                && !from.equals(follower.leader()));
        if (other) {
            state.outbox.reply(
                    from, ticket, false, new Message.AppendRejected(state.term(), 0, LogId.ZERO));
        }
        return !other;
    }

    private Follower follow(long now, NodeId from, boolean claimed) {
        Invariant.check(!(role instanceof Leader), "one leader a term", from, state.term());
        if (!(role instanceof Follower)) {
            role.leave();
            role = Follower.of(state, now);
        }
        Follower follower = (Follower) role;
        follower.heardFrom(from, claimed, now);
        return follower;
    }

    private static boolean isFromLeader(Message message) {
        return message instanceof Message.Append
                || message instanceof Message.Heartbeat
                || message instanceof Message.SnapshotChunk;
    }
}
