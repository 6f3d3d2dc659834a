package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.raft.RaftOutbox;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.MessageCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A node of the cluster as a state machine that is stepped: it has no threads, clocks, sockets,
 * files or randomness of its own.
 *
 * <p>The driver gives it every event in turn, then asks once for the effects of them all, which is
 * how writes of many requests share one sync:
 *
 * <pre>
 *   for each waiting event: node.handle(now, event)
 *   if node.deadline() &lt;= now and nothing is waiting: node.handle(now, new Ticked())
 *   effects = node.flush(now): send, write, answer, run tasks
 * </pre>
 *
 * Not thread-safe. Times are nanoseconds of one monotonic clock with any origin.
 */
public final class Node {
    private static final int PAGE_ENTRIES_MAX = 1000;

    private final NodeId id;
    private final String address;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Effects.Answer> answers = new ArrayList<>();
    private final List<SnapshotTask> tasks = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Outgoing outgoing = new Outgoing(answers);
    private final RandomGenerator random;
    private Window window;

    /** The sequence of the last write batch handed out, and of the last one known to be durable. */
    private long submitted;

    private long durable;

    /**
     * @param address how others reach this node, one of the initial members
     * @param initialMembers addresses of all members of a new cluster, this node included, or none
     *     for a node that waits to be taken into one; what the disk knows wins
     */
    public Node(
            EngineConfig config,
            String address,
            List<String> initialMembers,
            Recovered recovered,
            RandomGenerator random,
            long now) {
        this.id = recovered.node();
        this.address = address;
        Membership initial = Membership.initial(initialMembers).bind(address, id);
        Recovered.Shard found = recovered.shards().isEmpty() ? null : recovered.shards().getFirst();
        replicas.add(Replica.recovered(0, config, id, initial, found, random, now, answers, tasks));
        this.random = random;
        window = new Window(replica(0).raft(), id);
    }

    public void handle(long now, Event event) {
        switch (event) {
            case Event.Ticked() -> {
                for (Replica replica : replicas) {
                    replica.tick(now);
                }
            }
            case Event.Received received -> receive(now, received);
            case Event.Written(long sequence) -> written(now, sequence);
            case Event.Requested(long token, Request request) -> request(now, token, request);
            case Event.PeerMet(String where, NodeId peer, long cluster) -> {
                for (Replica replica : replicas) {
                    replica.raft().met(now, where, peer, cluster);
                }
            }
            case Event.SnapshotSaved saved -> replica(saved.shard()).snapshotSaved(now, saved);
            case Event.ChunkLoaded c ->
                    replica(c.shard())
                            .raft()
                            .chunkLoaded(c.to(), c.snapshot(), c.offset(), c.chunk());
            case Event.ChunkReceived chunk -> replica(chunk.shard()).chunkReceived(chunk);
        }
    }

    /** All that the events since the last flush ask for. */
    public Effects flush(long now) {
        var writes = new ArrayList<WriteBatch.ShardWrite>();
        for (Replica replica : replicas) {
            replica.flush(now);
            var write = replica.raft().takeWrite(submitted + 1);
            if (write != null) {
                writes.add(new WriteBatch.ShardWrite(replica.shard(), write));
            }
        }
        WriteBatch batch = writes.isEmpty() ? null : new WriteBatch(++submitted, writes);
        replicas.forEach(this::collect);
        outgoing.release(durable);
        var effects =
                new Effects(
                        outgoing.take(),
                        batch,
                        List.copyOf(answers),
                        List.copyOf(tasks),
                        List.copyOf(notes));
        answers.clear();
        tasks.clear();
        notes.clear();
        return effects;
    }

    /** When to give {@link Event.Ticked} if nothing else happens. */
    public long deadline() {
        long deadline = Long.MAX_VALUE;
        for (Replica replica : replicas) {
            deadline = Math.min(deadline, replica.deadline());
        }
        return deadline;
    }

    public NodeId id() {
        return id;
    }

    /** 0 while this node belongs to no cluster that is open. */
    public long clusterId() {
        return replica(0).raft().membership().openClusterId();
    }

    /** With whom the transport keeps connections: all other members. May change at any step. */
    public List<Member> peers() {
        return replica(0).raft().peers();
    }

    /** What requests are told that only a leader can take, null if this node leads. */
    public Reply.@Nullable NotLeader elsewhere() {
        return replica(0).elsewhere();
    }

    /** A look inside, to be read only. */
    public Replica replica(int shard) {
        return replicas.get(shard);
    }

    public Status status() {
        Replica replica = replica(0);
        Raft raft = replica.raft();
        var peers = new TreeSet<String>();
        for (Member voter : raft.membership().voters()) {
            if (!voter.id().equals(id)) {
                peers.add(voter.address());
            }
        }
        return new Status(
                id,
                address,
                clusterId(),
                role(raft, id),
                raft.term(),
                raft.leads() ? address : replica.leaderAddress(),
                addressOf(raft.vote()),
                List.copyOf(peers),
                raft.commit(),
                replica.state().appliedIndex(),
                raft.log().lastIndex(),
                raft.snapshotLast(),
                replica.state().size(),
                raft.membership().bound(),
                replica.serving());
    }

    private static Status.Role role(Raft raft, NodeId id) {
        if (raft.leads()) {
            return Status.Role.LEADER;
        }
        Membership membership = raft.membership();
        if (membership.isReplica(id)) {
            return Status.Role.REPLICA;
        }
        if (raft.leader() != null && !membership.votes(id)) {
            return Status.Role.LEARNER;
        }
        return raft.campaigns() ? Status.Role.CANDIDATE : Status.Role.FOLLOWER;
    }

    private @Nullable String addressOf(NodeId node) {
        if (node.equals(id)) {
            return address;
        }
        Member member = replica(0).raft().membership().member(node);
        return member == null ? null : member.address();
    }

    private void receive(long now, Event.Received received) {
        List<MessageCodec.Routed> messages;
        try {
            messages = MessageCodec.read(received.frame());
        } catch (MalformedException e) {
            notes.add(new Note.StrangerIgnored(received.from(), "" + e.getMessage()));
            return;
        }
        for (MessageCodec.Routed routed : messages) {
            if (routed.shard() < replicas.size()) {
                replica(routed.shard()).raft().receive(now, received.from(), 0, routed.message());
            }
        }
    }

    private void written(long now, long sequence) {
        Invariant.check(
                sequence > durable && sequence <= submitted,
                "writes are confirmed in order",
                sequence,
                durable);
        durable = sequence;
        for (Replica replica : replicas) {
            replica.raft().written(now, sequence);
        }
    }

    private void request(long now, long token, Request request) {
        Replica replica = replica(0);
        Raft raft = replica.raft();
        switch (request) {
            case Request.Write(var command) -> replica.write(now, token, command);
            case Request.Read(var key) -> replica.read(now, token, key);
            case Request.LocalRead read -> replica.readLocally(now, token, read);
            case Request.ChangeMembers change -> replica.change(now, token, change);
            case Request.Renounce() -> answer(token, renounce(now));
            case Request.Members() -> answer(token, members(replica));
            case Request.Inspect() -> answer(token, new Reply.Inspected(status()));
            case Request.ReadLog(long from, int max) -> answer(token, page(replica, from, max));
            case Request.Resign() -> {
                boolean led = raft.leads();
                raft.transfer(now);
                answer(token, new Reply.Resigned(led));
            }
            case Request.WindowVote vote -> {
                if (!window.vote(now, token, vote)) {
                    answer(token, new Reply.WindowVoted(raft.term(), false));
                }
            }
            case Request.WindowAppend append -> {
                if (!window.append(now, token, append)) {
                    answer(token, new Reply.WindowAppended(raft.term(), false));
                }
            }
        }
    }

    private Reply renounce(long now) {
        String why = replica(0).alone();
        if (why != null) {
            return new Reply.Rejected(why);
        }
        if (!replica(0).quiet() || submitted != durable) {
            return new Reply.Refused("writes are under way");
        }
        replicas.set(0, replica(0).afresh(id, random, now));
        window = new Window(replica(0).raft(), id);
        return new Reply.Done(0);
    }

    private static Reply.LogPage page(Replica replica, long from, int max) {
        Raft raft = replica.raft();
        var entries = new ArrayList<Entry>();
        long first = Math.max(from, raft.log().base().index() + 1);
        long last = Math.min(raft.log().lastIndex(), first + Math.min(max, PAGE_ENTRIES_MAX) - 1);
        for (long i = first; i <= last; i++) {
            entries.add(raft.log().at(i));
        }
        LogId snapshot = raft.snapshotLast();
        return new Reply.LogPage(
                snapshot,
                raft.commit(),
                replica.state().appliedIndex(),
                raft.log().lastIndex(),
                entries);
    }

    private static Reply.Members members(Replica replica) {
        Raft raft = replica.raft();
        Membership membership = raft.membership();
        var known = new ArrayList<Reply.KnownMember>();
        for (Member member : membership.members()) {
            known.add(new Reply.KnownMember(member, raft.matchOf(member.id())));
        }
        return new Reply.Members(
                membership,
                raft.membershipIndex(),
                raft.membershipIndex() <= raft.commit(),
                known,
                replica.leaderAddress());
    }

    private void answer(long token, Reply reply) {
        answers.add(new Effects.Answer(token, reply));
    }

    /**
     * Takes a group's messages over; what vouches for the disk waits for all that was submitted.
     */
    private void collect(Replica replica) {
        RaftOutbox outbox = replica.raft().outbox();
        for (RaftOutbox.Addressed message : outbox.now) {
            outgoing.send(replica.shard(), message);
        }
        for (RaftOutbox.Addressed message : outbox.afterWrite) {
            outgoing.hold(submitted, replica.shard(), message);
        }
        notes.addAll(outbox.notes);
        outbox.now.clear();
        outbox.afterWrite.clear();
        outbox.notes.clear();
    }
}
