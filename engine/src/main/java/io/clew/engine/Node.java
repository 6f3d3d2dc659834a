package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.MalformedException;
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
    private final NodeId id;
    private final String address;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Effects.Answer> answers = new ArrayList<>();
    private final List<SnapshotTask> tasks = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final ChunkPace pace;
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
        this.pace = new ChunkPace(config);
        Membership initial = Membership.initial(initialMembers).bind(address, id);
        Recovered.Shard found = recovered.shards().isEmpty() ? null : recovered.shards().getFirst();
        replicas.add(Replica.recovered(0, config, id, initial, found, random, now, answers, tasks));
        this.random = random;
        window = new Window(replica(0).raft(), id);
    }

    public void handle(long now, Event event) {
        if (condemned() != null) {
            handleCondemned(now, event);
            return;
        }
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
            case Event.SnapshotSaved saved ->
                    replica(saved.shard()).files().snapshotSaved(now, saved);
            case Event.ChunkLoaded c ->
                    replica(c.shard())
                            .raft()
                            .chunkLoaded(c.to(), c.snapshot(), c.offset(), c.chunk());
            case Event.Scrubbed done -> replica(done.shard()).files().scrubbed(now, done.damage());
            case Event.ChunkReceived chunk -> replica(chunk.shard()).chunkReceived(chunk);
        }
    }

    /** Says what it is, and nothing else: it neither votes nor vouches for anything. */
    private void handleCondemned(long now, Event event) {
        if (event instanceof Event.Requested(long token, Request request)) {
            switch (request) {
                case Request.Inspect _, Request.Members _, Request.ReadLog _ ->
                        request(now, token, request);
                case Request.Resign _ -> answer(token, new Reply.Resigned(false));
                case Request.Write _,
                        Request.KeyedWrite _,
                        Request.Read _,
                        Request.LocalRead _,
                        Request.ChangeMembers _,
                        Request.Renounce _,
                        Request.Transfer _,
                        Request.WindowVote _,
                        Request.WindowAppend _ ->
                        answer(token, new Reply.Refused(Replica.UNTRUSTED));
            }
        }
    }

    /**
     * Why this node must not be trusted any more, null if it may. It has fallen silent then, for
     * good; its driver has it rebuilt from the others.
     */
    public @Nullable String condemned() {
        return replica(0).condemned();
    }

    /** All that the events since the last flush ask for. */
    public Effects flush(long now) {
        if (condemned() != null) {
            return lastWords();
        }
        var writes = new ArrayList<WriteBatch.ShardWrite>();
        for (Replica replica : replicas) {
            replica.flush(now);
            var write = replica.raft().takeWrite(submitted + 1);
            if (write != null) {
                writes.add(new WriteBatch.ShardWrite(replica.shard(), write));
            }
        }
        WriteBatch batch = writes.isEmpty() ? null : new WriteBatch(++submitted, writes);
        if (condemned() != null) {
            return lastWords();
        }
        replicas.forEach(this::collect);
        outgoing.release(durable);
        pace.apply(tasks, now);
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

    /** Everybody who waits gets an answer; nothing is sent, written or begun any more. */
    private Effects lastWords() {
        for (Replica replica : replicas) {
            replica.abandon();
            notes.addAll(replica.raft().outbox().notes);
            replica.raft().outbox().notes.clear();
        }
        var effects =
                new Effects(List.of(), null, List.copyOf(answers), List.of(), List.copyOf(notes));
        answers.clear();
        notes.clear();
        return effects;
    }

    /** When to give {@link Event.Ticked} if nothing else happens. */
    public long deadline() {
        if (condemned() != null) {
            return Long.MAX_VALUE;
        }
        long deadline = pace.deadline();
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
        return condemned() == null ? replica(0).elsewhere() : new Reply.NotLeader(null);
    }

    /** A look inside, to be read only. */
    public Replica replica(int shard) {
        return replicas.get(shard);
    }

    public Status status() {
        return view().status();
    }

    private NodeView view() {
        return new NodeView(id, address, clusterId(), replica(0));
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
            case Request.KeyedWrite keyed -> replica.write(now, token, keyed);
            case Request.Read(var key) -> replica.read(now, token, key);
            case Request.LocalRead read -> replica.readLocally(now, token, read);
            case Request.ChangeMembers change -> replica.change(now, token, change);
            case Request.Renounce() -> answer(token, renounce(now));
            case Request.Members() -> answer(token, view().members(now));
            case Request.Inspect() -> answer(token, new Reply.Inspected(status()));
            case Request.ReadLog(long from, int max) -> answer(token, view().page(from, max));
            case Request.Resign() -> {
                boolean led = raft.leads();
                var _ = raft.transfer(null, now);
                answer(token, new Reply.Resigned(led));
            }
            case Request.Transfer(String to) -> replica.transfer(now, token, to);
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
