package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.RaftOutbox;
import io.clew.engine.raft.Timers;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.wire.EntryContent;
import io.clew.engine.wire.MessageCodec;
import io.clew.engine.wire.NodeMessageCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
    private final List<Effects.Answer> answers = new ArrayList<>();
    private final List<SnapshotTask> tasks = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final ChunkPace pace;
    private final Outgoing outgoing = new Outgoing(answers);
    private final Surroundings around;
    private final Replicas replicas;
    private final Joiners joiners;
    private final Sharded sharded;
    private final Dispatch dispatch;

    /** The sequence of the last write batch handed out, and of the last one known to be durable. */
    private long submitted;

    private long durable;
    private @Nullable String condemned;
    private Note.@Nullable StrangerIgnored ignored;

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
        pace = new ChunkPace(config);
        replicas = new Replicas(recovered.graves());
        var directory = new Directory(id, address, replicas, config);
        around =
                new Surroundings(
                        config,
                        id,
                        new Timers(config.raft(), random),
                        answers,
                        tasks,
                        new LogBudget(config.snapshotLogBytes()),
                        new StateBudget(config.stateBytesMax()),
                        directory);
        Membership initial = Membership.initial(initialMembers).bind(address, id);
        Recovered.Shard own = null;
        for (Recovered.Shard found : recovered.shards()) {
            if (found.shard() == 0) {
                own = found;
            } else {
                replicas.put(Replica.recovered(found.shard(), around, initial, found, now));
            }
        }
        replicas.put(Replica.recovered(0, around, initial, own, now));
        joiners = new Joiners(config);
        sharded = new Sharded(around, replicas, outgoing, notes, now);
        dispatch = new Dispatch(around, address, replicas, sharded, () -> submitted == durable);
    }

    public void handle(long now, Event event) {
        replicas.touch(0);
        if (condemned() != null) {
            if (event instanceof Event.Requested(long token, Request request)) {
                dispatch.refuse(now, token, request);
            }
            return;
        }
        switch (event) {
            case Event.Ticked() -> replicas.tick(now);
            case Event.Received received -> receive(now, received);
            case Event.Written(long sequence) -> written(now, sequence);
            case Event.Requested(long token, Request request) ->
                    dispatch.request(now, token, request);
            case Event.PeerMet(String where, NodeId peer, long cluster) ->
                    replica(0).raft().met(now, where, peer, cluster);
            case Event.SnapshotSaved saved ->
                    on(saved.shard(), r -> r.files().snapshotSaved(now, saved));
            case Event.ChunkLoaded chunk -> on(chunk.shard(), r -> r.files().loaded(chunk));
            case Event.Scrubbed done -> scrubbed(now, done);
            case Event.ChunkReceived chunk -> chunkReceived(chunk);
            case Event.Dropped(int shard) -> replicas.dropped(shard);
        }
    }

    private void chunkReceived(Event.ChunkReceived chunk) {
        if (chunk.unknown() == null) {
            on(chunk.shard(), r -> r.chunkReceived(chunk));
        } else {
            // Without an answer the last piece is sent again, ever more seldom.
            on(chunk.shard(), r -> r.files().received());
            ignore(chunk.from(), chunk.unknown());
        }
    }

    private void scrubbed(long now, Event.Scrubbed done) {
        on(done.shard(), r -> r.files().scrubbed(now, done.damage()));
        if (done.damage() != null) {
            // The file may have been needed for any shard, and a segment for all of them.
            for (Replica replica : replicas.all()) {
                replicas.touch(replica.shard());
                replica.files().damaged();
            }
        }
    }

    /** Work is done for a replica; it may have been taken away meanwhile. */
    private void on(int shard, Consumer<Replica> then) {
        Replica replica = replicas.find(shard);
        if (replica != null) {
            replicas.touch(shard);
            then.accept(replica);
        }
    }

    /**
     * Why this node must not be trusted any more, null if it may. It has fallen silent then, for
     * good; its driver has it rebuilt from the others.
     */
    public @Nullable String condemned() {
        return condemned;
    }

    /** All that the events since the last flush ask for. */
    public Effects flush(long now) {
        if (condemned != null) {
            return lastWords();
        }
        replica(0).raft().movedTo(address, now);
        joiners.step(now, replica(0).raft(), notes);
        replicas.touch(0);
        var stepped = new TreeMap<Integer, Replica>();
        do {
            flushTouched(now, stepped);
            if (condemned != null) {
                return lastWords();
            }
            // What this brings may bring more to do, for new replicas above all.
        } while (sharded.step(now, stepped.values()));
        // Whoever was taken away in this step has nothing more to say.
        stepped.values().removeIf(replica -> !replicas.holds(replica));
        WriteBatch batch = write(stepped.values());
        stepped.values().forEach(this::collect);
        outgoing.release(durable);
        pace.apply(tasks, now);
        sharded.holdBack();
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

    private void flushTouched(long now, SortedMap<Integer, Replica> stepped) {
        for (Replica replica = replicas.nextTouched();
                replica != null && condemned == null;
                replica = replicas.nextTouched()) {
            replica.flush(now);
            stepped.put(replica.shard(), replica);
            condemned = replica.condemned();
        }
    }

    private @Nullable WriteBatch write(Collection<Replica> stepped) {
        var writes = new ArrayList<WriteBatch.ShardWrite>();
        for (Replica replica : stepped) {
            var write = replica.raft().takeWrite(submitted + 1);
            if (write != null) {
                writes.add(new WriteBatch.ShardWrite(replica.shard(), write));
                replicas.writes(replica.shard(), submitted + 1);
            }
            replicas.rest(replica);
        }
        writes.addAll(replicas.farewells(submitted + 1));
        return writes.isEmpty() ? null : new WriteBatch(++submitted, writes);
    }

    /** Everybody who waits gets an answer; nothing is sent, written or begun any more. */
    private Effects lastWords() {
        sharded.holdBack(); // What other shards would have had to do is not done.
        sharded.abandon();
        for (Replica replica : replicas.all()) {
            replica.abandon(Replica.UNTRUSTED);
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
        return condemned != null
                ? Long.MAX_VALUE
                : Math.min(pace.deadline(), Math.min(replicas.deadline(), sharded.deadline()));
    }

    public NodeId id() {
        return id;
    }

    /** 0 while this node belongs to no cluster that is open. */
    public long clusterId() {
        return replica(0).raft().clusterId();
    }

    /** How many shards the cluster has, 1 while this node knows of none. */
    public int shards() {
        return replicas.shards();
    }

    /** With whom the transport keeps connections: all other members. May change at any step. */
    public List<Member> peers() {
        return replica(0).raft().peers();
    }

    /**
     * What all requests are told that only a leader can take; null if this node leads, or may lead
     * some shards.
     */
    public Reply.@Nullable NotLeader elsewhere() {
        if (shards() > 1) {
            return null;
        }
        return condemned == null ? replica(0).elsewhere() : new Reply.NotLeader(null);
    }

    /** A look inside, to be read only. */
    public Replica replica(int shard) {
        return replicas.get(shard);
    }

    /** A look inside, to be read only; null if this node does not carry the shard. */
    public @Nullable Replica find(int shard) {
        return replicas.find(shard);
    }

    /** The replicas on this node, in the order of their shards; to be read only. */
    public Collection<Replica> replicas() {
        return replicas.all();
    }

    public Status status() {
        return dispatch.view().status();
    }

    private void receive(long now, Event.Received received) {
        try {
            if (NodeMessageCodec.marks(received.frame())) {
                sharded.receive(now, received.from(), NodeMessageCodec.read(received.frame()));
                return;
            }
            for (MessageCodec.Routed routed : MessageCodec.read(received.frame())) {
                receive(now, received.from(), routed);
            }
        } catch (MalformedException e) {
            ignore(received.from(), "" + e.getMessage());
        }
    }

    /** Said once, since whoever speaks another language goes on doing so. */
    private void ignore(NodeId from, String why) {
        var note = new Note.StrangerIgnored(from, why);
        if (!note.equals(ignored)) {
            ignored = note;
            notes.add(note);
        }
    }

    /** A replica gets what is for it, and nothing that is for one before or after it. */
    private void receive(long now, NodeId from, MessageCodec.Routed routed) {
        Replica replica = replicas.find(routed.shard());
        if (replica != null && replica.raft().self().replica() == routed.to()) {
            String unknown =
                    routed.message() instanceof Message.Append append
                            ? EntryContent.unknown(append.entries())
                            : null;
            if (unknown != null) {
                ignore(from, "it runs another version: " + unknown);
                return;
            }
            replicas.touch(routed.shard());
            replica.raft().receive(now, from.replica(routed.from()), 0, routed.message());
        }
    }

    private void written(long now, long sequence) {
        Invariant.check(
                sequence > durable && sequence <= submitted,
                "writes are confirmed in order",
                sequence,
                durable);
        durable = sequence;
        replicas.written(now, sequence, tasks);
    }

    /**
     * Takes a group's messages over; what vouches for the disk waits for all that was submitted.
     */
    private void collect(Replica replica) {
        int shard = replica.shard();
        RaftOutbox outbox = replica.raft().outbox();
        for (RaftOutbox.Addressed message : outbox.now) {
            outgoing.send(shard, message);
        }
        for (RaftOutbox.Addressed message : outbox.afterWrite) {
            outgoing.hold(submitted, shard, message);
        }
        for (Note note : outbox.notes) {
            notes.add(shard == 0 ? note : new Note.InShard(shard, note));
        }
        outbox.now.clear();
        outbox.afterWrite.clear();
        outbox.notes.clear();
    }
}
