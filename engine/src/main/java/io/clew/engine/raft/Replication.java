package io.clew.engine.raft;

import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Brings the leader's log to its followers: in batches, through a window, or as a snapshot. */
final class Replication {
    /** Heartbeats after which what was sent and not answered is taken for lost. */
    private static final int PATIENCE_BEATS = 4;

    /** Who has missed so many heartbeats is not counted on, long before an election timeout. */
    private static final int HEARD_BEATS = 2;

    /** Longest election timeouts for which those who have left are told so. */
    private static final int FAREWELL_TIMEOUTS = 5;

    private final RaftState state;
    private final TreeMap<NodeId, Progress> followers = new TreeMap<>();

    /** The configuration whose members all have a progress. */
    private @Nullable Membership met;

    /** Who has left, and until when it is told so. */
    private final TreeMap<NodeId, Departure> departures = new TreeMap<>();

    private record Departure(Member member, long until) {}

    Replication(RaftState state) {
        this.state = state;
    }

    Collection<Progress> followers() {
        return followers.values();
    }

    /** The progress of a member, null for anybody else. */
    @Nullable Progress find(NodeId id) {
        return followers.get(id);
    }

    Progress follower(NodeId id) {
        return Objects.requireNonNull(followers.get(id));
    }

    /** Keeps a progress for everybody in the configuration, and for those who just left it. */
    void meet(long now) {
        Membership latest = state.membership();
        if (latest.equals(met)) {
            return; // As with nearly every acknowledgement that comes.
        }
        met = latest;
        List<NodeId> others = state.others();
        departures.keySet().removeAll(others);
        followers.keySet().removeIf(id -> !others.contains(id) && !departures.containsKey(id));
        for (NodeId id : others) {
            if (!followers.containsKey(id)) {
                followers.put(id, newcomer(id, now));
            }
        }
    }

    boolean hears(NodeId id, long now) {
        Progress follower = followers.get(id);
        return follower != null && hears(follower, now);
    }

    /** Whether a follower has answered one of the last heartbeats, too. */
    boolean hearsBeats(NodeId id, long now) {
        Progress follower = followers.get(id);
        return follower != null
                && hears(follower, now)
                && now - follower.heardAt() < HEARD_BEATS * state.config.heartbeatNanos();
    }

    /** Whether a follower answered within the shortest election timeout. */
    boolean hears(Progress follower, long now) {
        return now - follower.heardAt() < state.config.electionMinNanos();
    }

    /** The first entry that a follower lacks which is there to take it, or will once it can. */
    long needed(long now) {
        long needed = Long.MAX_VALUE;
        for (Progress follower : followers.values()) {
            if (hears(follower, now)) {
                needed = Math.min(needed, follower.lacks());
            }
        }
        return needed;
    }

    /** The snapshots that are being sent. */
    List<SnapshotId> snapshots() {
        var snapshots = new ArrayList<SnapshotId>();
        for (Progress follower : followers.values()) {
            SnapshotId snapshot = follower.snapshot();
            if (snapshot != null && !snapshots.contains(snapshot)) {
                snapshots.add(snapshot);
            }
        }
        return snapshots;
    }

    /**
     * Those who are in a configuration no more are still sent the log for a while: or they would
     * never learn that they have left, and ask for votes for ever.
     */
    void dismiss(Membership before, long now) {
        List<NodeId> others = state.others();
        for (Member member : before.members()) {
            NodeId id = member.id();
            if (id.bound() && !id.equals(state.self) && !others.contains(id)) {
                departures.put(id, departure(member, now));
                followers.computeIfAbsent(id, _ -> newcomer(id, now));
            }
        }
    }

    /** One that was away when it was removed, and asks for votes: it is told too. */
    void remind(NodeId id, long now) {
        Departure known = departures.get(id);
        Member member = known == null ? new Member(id, "") : known.member;
        departures.put(id, departure(member, now));
        followers.computeIfAbsent(id, _ -> newcomer(id, now));
    }

    private Departure departure(Member member, long now) {
        return new Departure(member, now + FAREWELL_TIMEOUTS * state.config.electionMaxNanos());
    }

    void dropDeparted(long now) {
        if (departures.values().removeIf(d -> d.until <= now)) {
            met = null;
            meet(now);
        }
    }

    /** Those among them whose address is known. */
    List<Member> departing() {
        return departures.values().stream()
                .map(Departure::member)
                .filter(m -> !m.address().isEmpty())
                .toList();
    }

    private Progress newcomer(NodeId id, long now) {
        return new Progress(state.config, id, state.log.lastIndex() + 1, now);
    }

    void beat(long round, Confirmation confirmation, long now) {
        for (Progress follower : followers.values()) {
            long commit = Math.min(state.commit(), follower.match());
            Freshness freshness = confirmation.tell(follower, now);
            state.outbox.send(
                    follower.id, new Message.Heartbeat(state.term(), round, commit, freshness));
        }
    }

    /** Sends to every follower what it lacks, as far as its window allows. */
    void supply(long now) {
        for (Progress follower : followers.values()) {
            sendAppends(follower, now);
        }
    }

    void repeatOverdue(long now) {
        long patience = PATIENCE_BEATS * state.config.heartbeatNanos();
        for (Progress follower : followers.values()) {
            if (follower.overdue(now, patience)) {
                follower.retry(now);
                resendChunk(follower);
            }
        }
    }

    void onRejected(NodeId from, Message.AppendRejected reply, long now) {
        Progress follower = followers.get(from);
        if (follower == null) {
            return;
        }
        follower.heard(now);
        if (follower.rejected(reply.rejected())) {
            follower.probe(Math.max(agreement(reply.hint()), follower.match()) + 1);
        }
    }

    /** Where the follower's log may end to agree; before the retained log only a snapshot helps. */
    private long agreement(LogId hint) {
        return hint.index() < state.log.base().index()
                ? hint.index()
                : state.log.floor(hint.index(), hint.term()).index();
    }

    void onSnapshotProgress(NodeId from, Message.SnapshotProgress reply, long now) {
        Progress follower = followers.get(from);
        if (follower == null) {
            return;
        }
        follower.heard(now);
        if (reply.snapshot().equals(follower.snapshot())
                && reply.next() < reply.snapshot().sizeBytes()
                && follower.snapshotAt(reply.next(), now)) {
            resendChunk(follower);
        }
    }

    /** A piece of the snapshot file was read, or that file is gone. */
    void onChunkLoaded(NodeId to, SnapshotId snapshot, long offset, @Nullable Bytes chunk) {
        Progress follower = followers.get(to);
        if (follower == null
                || !snapshot.equals(follower.snapshot())
                || offset != follower.snapshotOffset()) {
            return;
        }
        if (chunk == null) {
            follower.probe(follower.match() + 1);
            return;
        }
        state.outbox.sendBulk(to, new Message.SnapshotChunk(state.term(), snapshot, offset, chunk));
    }

    private void sendAppends(Progress follower, long now) {
        while (follower.ready()) {
            long previous = follower.next() - 1;
            long previousTerm = state.log.term(previous);
            if (previousTerm < 0) {
                follower.startSnapshot(Objects.requireNonNull(state.snapshot()), now);
                resendChunk(follower);
                return;
            }
            List<Entry> entries = state.log.slice(follower.next(), state.config.appendBytesMax());
            if (entries.isEmpty() && follower.state() == Progress.State.STREAM) {
                return;
            }
            send(follower, new LogId(previousTerm, previous), entries, now);
        }
    }

    private void send(Progress follower, LogId previous, List<Entry> entries, long now) {
        var append = new Message.Append(state.term(), previous, state.commit(), entries);
        int bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.sizeBytes();
        }
        boolean bulk = bytes > RaftConfig.BULK_BYTES;
        if (bulk) {
            state.outbox.sendBulk(follower.id, append);
        } else {
            state.outbox.send(follower.id, append);
        }
        follower.sent(append.lastIndex(), bytes, bulk, now);
    }

    private void resendChunk(Progress follower) {
        SnapshotId snapshot = follower.snapshot();
        if (follower.state() == Progress.State.SNAPSHOT && snapshot != null) {
            state.outbox.chunksWanted.add(
                    new RaftOutbox.ChunkWanted(follower.id, snapshot, follower.snapshotOffset()));
        }
    }
}
