package io.clew.engine;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.wire.MessageCodec;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What PUTs cost the leader of three nodes, from the requests to the answers: they come together,
 * are written together, and both followers acknowledge them with one frame each. Disk, network and
 * followers are made up and cost next to nothing; {@link #madeUpFollowers} says how much.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LeaderStepBenchmark {
    private static final int KEYS = 1024;
    private static final int VALUE_BYTES = 256;

    /** How many requests share the step. */
    @Param({"1", "64"})
    private int requests;

    private final TestCluster cluster = TestCluster.started(3, 1);
    private final TestCluster.Server server = cluster.elect();
    private final Node leader = server.running();
    private final long term = leader.status().term();
    private final List<NodeId> followers = new ArrayList<>();
    private final List<Request> puts = new ArrayList<>();
    private final ByteWriter frame = new ByteWriter();
    private long token;

    @Setup
    public void prepare() {
        for (TestCluster.Server other : cluster.servers.values()) {
            if (other != server) {
                followers.add(other.id);
            }
        }
        for (int i = 0; i < KEYS; i++) {
            Bytes key = Bytes.utf8("key:%012d".formatted(i));
            puts.add(new Request.Write(new Command.Put(key, Bytes.of(new byte[VALUE_BYTES]))));
        }
    }

    @Benchmark
    public int put() {
        for (int i = 0; i < requests; i++) {
            Request request = puts.get((int) (token++ % KEYS));
            leader.handle(cluster.now, new Event.Requested(token, request));
        }
        Effects first = leader.flush(cluster.now);
        var batch = Objects.requireNonNull(first.write());
        LogWrite write = batch.shards().getFirst().write();
        leader.handle(cluster.now, new Event.Written(batch.sequence()));
        Bytes appended = appended(write.firstIndex() + write.entries().size() - 1);
        for (NodeId follower : followers) {
            leader.handle(cluster.now, new Event.Received(follower, appended));
        }
        Effects second = leader.flush(cluster.now);
        files(second);
        return done(second.answers());
    }

    /** The share of the made-up followers in the other figure, most of it their frame. */
    @Benchmark
    public Bytes madeUpFollowers() {
        return appended(++token);
    }

    private Bytes appended(long match) {
        frame.reset();
        MessageCodec.write(frame, new MessageCodec.Routed(0, new Message.Appended(term, match)));
        return frame.toBytes();
    }

    /** Snapshots are done at once, so that the log in memory keeps its usual length. */
    private void files(Effects effects) {
        for (SnapshotTask task : effects.tasks()) {
            if (task instanceof SnapshotTask.Save save) {
                var id = new SnapshotId(save.state().last(), 1, 0);
                leader.handle(cluster.now, new Event.SnapshotSaved(save.shard(), id));
            }
        }
    }

    /** A figure for writes that were refused would be worth nothing. */
    private int done(List<Effects.Answer> answers) {
        int done = 0;
        for (Effects.Answer answer : answers) {
            done += answer.reply() instanceof Reply.Done ? 1 : 0;
        }
        if (done != requests) {
            throw new IllegalStateException(done + " of " + requests + " done: " + answers);
        }
        return done;
    }
}
