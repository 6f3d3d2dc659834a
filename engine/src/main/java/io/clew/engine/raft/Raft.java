package io.clew.engine.raft;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One member of one Raft group: takes messages, time and proposals in, and puts what it wants done
 * into its {@link RaftOutbox}. {@link Terms} judges messages, the {@link Role}s do the work.
 */
public final class Raft {
    private final RaftState state;
    private final Terms terms;

    /**
     * @param initial the configuration of a new cluster, used until the log or a snapshot has one
     * @param atSnapshot the configuration in the snapshot, null without one
     */
    public Raft(
            Timers timers,
            NodeId self,
            HardState hard,
            Membership initial,
            @Nullable SnapshotId snapshot,
            @Nullable Configured atSnapshot,
            List<Entry> entries,
            long now) {
        LogId base = snapshot == null ? LogId.ZERO : snapshot.last();
        var memberships =
                new Memberships(atSnapshot == null ? new Configured(0, initial) : atSnapshot);
        for (Entry entry : entries) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                memberships.append(entry.index(), Membership.decode(entry.payload()));
            }
        }
        var log = new RaftLog(base, entries);
        this(new RaftState(timers, self, hard, log, memberships, snapshot), false, now);
    }

    private Raft(RaftState state, boolean hurry, long now) {
        this.state = state;
        Follower follower = Follower.of(state, now);
        terms = new Terms(state, follower);
        if (hurry || (state.mayCampaign() && state.membership().members().size() == 1)) {
            follower.hurry(now);
        }
    }

    /**
     * A replica that knows nothing of its group, and waits to be told.
     *
     * @param self with the number that the replica has got
     */
    public static Raft waiting(Timers timers, NodeId self, long now) {
        return new Raft(blank(timers, self), false, now);
    }

    /**
     * A replica of a new group. All of its founders begin with the same entry, in a term of which
     * nobody was leader; it is committed together with the first of a leader.
     *
     * @param hurry this one is meant to lead
     */
    public static Raft founding(
            Timers timers, NodeId self, Membership founders, boolean hurry, long now) {
        RaftState state = blank(timers, self);
        state.enterTerm(1);
        var _ = state.append(Entry.Kind.MEMBERSHIP, founders.encode());
        return new Raft(state, hurry, now);
    }

    private static RaftState blank(Timers timers, NodeId self) {
        return new RaftState(
                timers,
                self,
                HardState.of(self),
                new RaftLog(LogId.ZERO, List.of()),
                new Memberships(new Configured(0, Membership.initial(List.of()))),
                null);
    }

    /** A node that forgets the cluster it was alone in: its first write drops what is stored. */
    public static Raft afresh(Timers timers, NodeId self, long now) {
        Raft raft = waiting(timers, self, now);
        raft.state.dropStored();
        return raft;
    }

    // ---- what comes in

    public void tick(long now) {
        terms.tick(now);
    }

    /** The writes up to and with this sequence are durable. */
    public void written(long now, long sequence) {
        state.written(sequence);
        terms.written(now);
    }

    /**
     * A message of this group.
     *
     * @param ticket 0, or the request of the teaching window that wants the answer
     */
    public void receive(long now, NodeId from, long ticket, Message message) {
        terms.receive(now, from, ticket, message);
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
        if (terms.role() instanceof Leader leader) {
            leader.met(now);
        }
    }

    /** Why a command would not be accepted now, null if it would. */
    public @Nullable String refusal() {
        return terms.role() instanceof Leader leader ? leader.refusal() : "not the leader";
    }

    /** Appends a command; {@link #refusal()} must be null. */
    public Entry propose(Bytes command) {
        Invariant.check(terms.role() instanceof Leader, "only a leader proposes");
        return ((Leader) terms.role()).propose(command);
    }

    /** Why no change of the members can be begun now, null if one can. */
    public @Nullable String refusalToChange() {
        return terms.role() instanceof Leader leader ? leader.refusalToChange() : "not the leader";
    }

    /** Has a leader that is alone say where it is now, so that those who join find it. */
    public void movedTo(String address, long now) {
        if (terms.role() instanceof Leader leader) {
            leader.movedTo(address, now);
        }
    }

    /** Appends the configuration of now once more, under a newer index. */
    public void reaffirm(long now) {
        Invariant.check(terms.role() instanceof Leader, "only a leader changes members");
        ((Leader) terms.role()).reaffirm(now);
    }

    /** Appends the configuration that begins the change; both refusals must be null. */
    public Entry propose(Change change, long now) {
        Invariant.check(terms.role() instanceof Leader, "only a leader changes members");
        return ((Leader) terms.role()).propose(change, now);
    }

    /** Has a change that is under way wait before it cannot be taken back any more, or go on. */
    public void hold(boolean on) {
        if (terms.role() instanceof Leader leader) {
            leader.hold(on);
        }
    }

    /**
     * Asks for a {@link RaftOutbox.Grant} of a read, by the leader or through it.
     *
     * @param until when nobody waits for it any more
     */
    public void read(long read, long until) {
        switch (terms.role()) {
            case Leader leader -> leader.read(read);
            case Follower follower -> follower.read(read, until);
            case Candidate _ -> state.outbox.dropRead(read);
        }
    }

    /** Whether this node serves reads without a part in elections, and follows a leader. */
    public boolean forwardsReads() {
        boolean learns =
                state.membership().contains(state.self) && !state.membership().votes(state.self);
        return learns && terms.role() instanceof Follower follower && follower.leader() != null;
    }

    /** Asks everybody for the hash of a state, and says which one a majority has. */
    public void checkStates(long index, long agreed, long hash) {
        var check = new Message.StateCheck(state.term(), index, agreed, hash);
        state.others().forEach(id -> state.outbox.send(id, check));
    }

    /** Answers a check. */
    public void sayState(NodeId to, long index, long hash) {
        state.outbox.sendAfterWrite(to, new Message.StateHashed(state.term(), index, hash));
    }

    /**
     * Starts to hand leadership over.
     *
     * @param to to whom, null for the follower that is furthest
     * @return why that is not possible, null if it has begun
     */
    public @Nullable String transfer(@Nullable NodeId to, long now) {
        return terms.role() instanceof Leader leader
                ? leader.handover().begin(to, "it was asked to", now)
                : "not the leader";
    }

    /** Whether this node leads and is about to lead no more. */
    public boolean handingOver() {
        return terms.role() instanceof Leader leader && leader.handover().underWay();
    }

    /** The own snapshot is durable. */
    public void snapshotSaved(long now, SnapshotId snapshot, long retainedBytes) {
        long needed =
                terms.role() instanceof Leader leader
                        ? leader.replication().needed(now)
                        : Long.MAX_VALUE;
        state.compact(snapshot, retainedBytes, needed);
        state.outbox.note(new Note.SnapshotTaken(snapshot.last(), snapshot.sizeBytes()));
    }

    public void chunkLoaded(NodeId to, SnapshotId snapshot, long offset, @Nullable Bytes chunk) {
        if (terms.role() instanceof Leader leader) {
            leader.replication().onChunkLoaded(to, snapshot, offset, chunk);
        }
    }

    /** A piece of the leader's snapshot is stored; it goes on from {@code next}. */
    public void chunkStored(NodeId from, SnapshotId snapshot, long next) {
        if (terms.role() instanceof Follower follower && from.equals(follower.leader())) {
            state.outbox.sendAfterWrite(
                    from, new Message.SnapshotProgress(state.term(), snapshot, next));
        }
    }

    /**
     * A snapshot of the leader's is complete and durable.
     *
     * @return whether it was installed: then the state machine must be replaced by its content
     */
    public boolean snapshotComplete(NodeId from, SnapshotId snapshot, Configured configured) {
        // A leader has it all in its log, and counts what it commits.
        boolean news =
                !(terms.role() instanceof Leader) && snapshot.last().index() > state.commit();
        if (news) {
            state.install(snapshot, configured);
        }
        if (terms.role() instanceof Follower follower && from.equals(follower.leader())) {
            state.outbox.sendAfterWrite(
                    from, new Message.Appended(state.term(), snapshot.last().index()));
        }
        return news;
    }

    /** The end of a step: what has become ready to leave is put into the outbox. */
    public void flush(long now) {
        switch (terms.role()) {
            case Leader leader -> leader.flush(now);
            case Follower follower -> follower.flush(now);
            case Candidate _ -> {}
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
        return terms.role().deadline();
    }

    // ---- what can be seen

    public boolean leads() {
        return terms.role() instanceof Leader;
    }

    /** Whether this node leads and has committed an entry of its term. */
    public boolean settled() {
        return terms.role() instanceof Leader leader && leader.settled();
    }

    public boolean campaigns() {
        return terms.role() instanceof Candidate;
    }

    /** The leader of the term as far as known. */
    public @Nullable NodeId leader() {
        return terms.leader();
    }

    public NodeId self() {
        return state.self;
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
        return terms.role() instanceof Leader leader ? leader.replication().snapshots() : List.of();
    }

    /** The newest one that is known to be on disk, null if there is none. */
    public @Nullable SnapshotId snapshot() {
        return state.snapshot();
    }

    public LogId snapshotLast() {
        return state.snapshotLast();
    }

    public Membership membership() {
        return state.membership();
    }

    /** Who answers this node, if it leads. */
    public Answering answering(long now) {
        return new Answering(state, terms.role() instanceof Leader leader ? leader : null, now);
    }

    /** How this node stands to its cluster. */
    public Standing standing() {
        return state.standing(terms.leader() != null);
    }

    /** Whether only a snapshot lets this node know after a restart that it has left. */
    public boolean mustRememberDeparture() {
        return state.mustRememberDeparture();
    }

    /**
     * The cluster that this node belongs to and, as far as its disk goes, will after a restart; 0
     * for none. One that founds a cluster alone would otherwise give out the name of one that it
     * forgets in a crash, and then found another.
     */
    public long clusterId() {
        return state.memberships.at(state.log.durable()).membership().openClusterId();
    }

    /** The index of the latest configuration's entry. */
    public long membershipIndex() {
        return state.memberships.latestIndex();
    }

    /** Everybody this node talks to: the other members, and those whom a leader says farewell. */
    public List<Member> peers() {
        var peers = new ArrayList<Member>(state.membership().members());
        peers.removeIf(member -> member.id().equals(state.self));
        if (terms.role() instanceof Leader leader) {
            peers.addAll(leader.replication().departing());
        }
        return peers;
    }

    /**
     * A moment of this node's own time such that everything acknowledged before it is in the first
     * {@code applied} entries; {@code Long.MIN_VALUE} if none is known.
     */
    public long freshAt(long applied) {
        return state.recency.freshAt(applied);
    }

    /** The configuration in force after everything up to this index. */
    public Configured configuredAt(long index) {
        return state.memberships.at(index);
    }
}
