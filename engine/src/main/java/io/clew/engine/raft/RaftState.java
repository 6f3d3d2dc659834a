package io.clew.engine.raft;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogWrite.SnapshotMark;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * What all roles share: term, vote, log, configuration and commit index (Raft figure 2).
 *
 * <p>Invariant: the term never falls; within a term the vote is given once; the commit index never
 * falls.
 */
final class RaftState {
    private record HardInFlight(long sequence, HardState hard) {}

    final Timers timers;
    final RaftConfig config;
    final NodeId self;
    final RaftLog log;
    final Memberships memberships;
    final Bootstrap bootstrap = new Bootstrap();
    final RaftOutbox outbox;
    final Recency recency = new Recency();
    final AnsweredRounds answered = new AnsweredRounds();

    private HardState hard;
    private HardState durableHard;
    private boolean hardDirty;
    private final ArrayDeque<HardInFlight> hardInFlight = new ArrayDeque<>();

    /** Whether this node was, as far as it can know, ever in the configuration. */
    private boolean wasMember;

    private long commit;
    private @Nullable SnapshotId snapshot;
    private @Nullable SnapshotMark mark;

    RaftState(
            Timers timers,
            NodeId self,
            HardState hard,
            RaftLog log,
            Memberships memberships,
            @Nullable SnapshotId snapshot) {
        this.timers = timers;
        this.config = timers.config;
        this.self = self;
        this.outbox = new RaftOutbox(self);
        this.hard = hard;
        this.durableHard = hard;
        this.log = log;
        this.memberships = memberships;
        this.snapshot = snapshot;
        this.commit = snapshot == null ? 0 : snapshot.last().index();
        this.wasMember = memberships.everContained(self);
    }

    long term() {
        return hard.term();
    }

    NodeId vote() {
        return hard.vote();
    }

    Membership membership() {
        return memberships.latest();
    }

    /**
     * Whether this node may become the leader. One that a configuration leaves out may still be
     * needed until that is committed: it may hold the newest log (thesis §4.2.2).
     */
    boolean mayCampaign() {
        boolean tentative = memberships.latestIndex() > commit;
        return membership().votes(self) || (tentative && memberships.previous().votes(self));
    }

    /** Whether a configuration without this node is committed: it is out for good. */
    boolean departed() {
        return !stray() && !membership().contains(self) && memberships.latestIndex() <= commit;
    }

    /**
     * Whether this node has left, and only knows that because it knows what is committed: a restart
     * would forget it, and the node would ask for votes again.
     */
    boolean mustRememberDeparture() {
        return departed() && wasMember && snapshotLast().index() < memberships.latestIndex();
    }

    /**
     * @param hearsLeader a node that is just taken in reads of configurations without it first
     */
    Standing standing(boolean hearsLeader) {
        if (stray()) {
            if (membership().members().isEmpty()) {
                return Standing.WAITING;
            }
            return bootstrap.metOnlyStrays() ? Standing.FOUNDING : Standing.SHUT_OUT;
        }
        if (mayCampaign()) {
            return Standing.VOTER;
        }
        if (membership().isReplica(self)) {
            return Standing.REPLICA;
        }
        boolean comes = membership().contains(self) || (hearsLeader && !wasMember);
        return comes ? Standing.LEARNER : Standing.LEFT;
    }

    /** Whether this node is in no cluster yet. */
    boolean stray() {
        return membership().clusterId() == 0;
    }

    /** Enters a newer term, in which nobody has this node's vote yet (E3). */
    void enterTerm(long term) {
        Invariant.check(term > hard.term(), "rising term", term, hard.term());
        hard = hard.voted(term, NodeId.UNBOUND);
        hardDirty = true;
        answered.clear(); // Each leader counts its rounds from the start.
    }

    void voteFor(NodeId candidate) {
        Invariant.check(
                !hard.vote().bound() || hard.vote().equals(candidate),
                "one vote a term",
                hard.vote(),
                candidate);
        if (!hard.vote().equals(candidate)) {
            hard = hard.voted(hard.term(), candidate);
            hardDirty = true;
        }
    }

    boolean hardDurable() {
        return durableHard.equals(hard);
    }

    boolean termDurable() {
        return durableHard.term() == hard.term();
    }

    long commit() {
        return commit;
    }

    void commitTo(long index) {
        Invariant.check(index <= log.lastIndex(), "commit inside the log", index, log.lastIndex());
        commit = Math.max(commit, index);
    }

    @Nullable SnapshotId snapshot() {
        return snapshot;
    }

    LogId snapshotLast() {
        return snapshot == null ? LogId.ZERO : snapshot.last();
    }

    /** Appends an entry of the own term. */
    Entry append(Entry.Kind kind, Bytes payload) {
        var entry = new Entry(log.lastIndex() + 1, term(), kind, payload);
        append(entry);
        return entry;
    }

    void append(Entry entry) {
        log.append(entry);
        if (entry.kind() == Entry.Kind.MEMBERSHIP) {
            Membership membership = Membership.decode(entry.payload());
            memberships.append(entry.index(), membership);
            wasMember |= membership.contains(self);
            outbox.note(describe(membership));
        }
    }

    void truncateFrom(long index) {
        Invariant.check(index > commit, "committed entries stay", index, commit);
        log.truncateFrom(index);
        memberships.truncateFrom(index);
    }

    /**
     * A snapshot of this node's own state is durable; the log before it may go.
     *
     * @param needed the first entry that somebody waits for: from there on the log is kept as long
     *     as it is cheaper to send than the snapshot
     */
    void compact(SnapshotId taken, long retainedBytes, long needed) {
        if (taken.last().index() <= snapshotLast().index()) {
            return; // A newer one was installed while this one was written (S2).
        }
        snapshot = taken;
        mark = markOf(taken.last(), false);
        long last = taken.last().index();
        long neededBytes = Math.max(retainedBytes, taken.sizeBytes());
        // The first entry that is kept, searched by halves: it may be one of a million.
        long first = log.base().index() + 1;
        for (long end = last + 1; first < end; ) {
            long middle = (first + end) / 2;
            long most = middle >= needed ? neededBytes : retainedBytes;
            if (log.bytesBetween(middle, last) <= most) {
                end = middle;
            } else {
                first = middle + 1;
            }
        }
        log.compactTo(first - 1);
        memberships.compactTo(last);
    }

    /** A snapshot of the leader's is durable and replaces what it covers. */
    void install(SnapshotId installed, Configured configured) {
        LogId last = installed.last();
        Invariant.check(last.index() > commit, "a snapshot that leads on", last.index(), commit);
        boolean continues = log.contains(last.index()) && log.matches(last);
        if (continues) {
            log.compactTo(last.index());
        } else {
            log.reset(last);
        }
        memberships.reset(last.index(), configured, continues);
        wasMember |= configured.membership().contains(self);
        snapshot = installed;
        mark = markOf(last, !continues);
        commit = last.index();
        outbox.note(new Note.SnapshotInstalled(last));
    }

    /** A log that must be dropped is dropped, also if a later snapshot comes before the write. */
    private SnapshotMark markOf(LogId last, boolean reset) {
        return new SnapshotMark(last, reset || (mark != null && mark.reset()));
    }

    /** Lets the next write take the place of everything that was stored before. */
    void dropStored() {
        Invariant.check(log.lastIndex() == 0 && mark == null, "a new log", log.lastIndex(), 0);
        mark = SnapshotMark.AFRESH;
    }

    /** What must become durable, null if nothing has changed. */
    @Nullable LogWrite takeWrite(long sequence) {
        if (!hardDirty && mark == null && !log.dirty()) {
            return null;
        }
        long from = log.writeFrom();
        List<Entry> entries = from == 0 ? List.of() : log.takeWrite(sequence);
        var write = new LogWrite(hard, mark, from, entries);
        hardInFlight.add(new HardInFlight(sequence, hard));
        hardDirty = false;
        mark = null;
        return write;
    }

    void written(long sequence) {
        log.written(sequence);
        for (HardInFlight first = hardInFlight.peek();
                first != null && first.sequence <= sequence;
                first = hardInFlight.peek()) {
            durableHard = first.hard;
            hardInFlight.remove();
        }
    }

    /** The other members that have been met, in the order of their identities. */
    List<NodeId> others() {
        var others = new TreeSet<NodeId>();
        membership().members().forEach(m -> others.add(m.id()));
        others.remove(self);
        others.remove(NodeId.UNBOUND);
        return List.copyOf(others);
    }

    /** The address of a member, or its identity where it has none here. */
    String name(NodeId id) {
        Member member = membership().member(id);
        return member == null ? id.toString() : member.address();
    }

    private static Note describe(Membership membership) {
        var text = new StringBuilder();
        for (Member member : membership.members()) {
            text.append(text.isEmpty() ? "" : ", ").append(member.address()).append('=');
            text.append(member.id().bound() ? member.id().toString() : "not met");
            Membership.Part part = membership.part(member.id());
            if (part != Membership.Part.VOTER) {
                text.append(" (").append(part.name().toLowerCase(Locale.ROOT)).append(')');
            }
        }
        return new Note.MembershipChanged(membership.clusterId(), text.toString());
    }
}
