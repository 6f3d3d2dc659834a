package io.clew.server;

import io.clew.engine.Effects.Transmission;
import io.clew.engine.Node;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.storage.Recovered;
import io.clew.server.NodeLoop.Outlets;
import io.clew.server.NodeLoop.PeersOutlet;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A node with the three threads that keep it going: its loop, its log's and its snapshots'. */
final class NodeThreads implements ApiHandler.Node {
    private static final long BYTES_IN_FLIGHT_MIN = 64L << 20;
    private static final long ORIGIN = System.nanoTime();

    private final Requests requests;
    private final DiskWriter writer;
    private final SnapshotWorker snapshots;
    private final NodeLoop loop;
    private final Thread loopThread;
    private final Thread writerThread;
    private final Thread snapshotThread;

    /**
     * @param recovered what the folder holds; none of it is kept here
     * @param founders the members of a cluster that the node founds, none if it joins one
     * @param fatal told of whatever ends one of the threads unexpectedly
     * @param condemned told why the node must be rebuilt
     */
    NodeThreads(
            ServerConfig config,
            DataFolder folder,
            Recovered recovered,
            List<String> founders,
            Inbox inbox,
            Consumer<Transmission> sends,
            PeersOutlet peers,
            Consumer<Throwable> fatal,
            Consumer<String> condemned) {
        long bytes = Math.max(BYTES_IN_FLIGHT_MIN, 2L * config.valueBytesMax());
        requests = new Requests(inbox, config.engine().pendingMax(), bytes);
        writer = new DiskWriter(folder.storage(), inbox);
        snapshots = new SnapshotWorker(folder.storage().snapshots(), inbox);
        var node =
                new Node(
                        config.engine(),
                        config.address(),
                        founders,
                        recovered,
                        new SplittableRandom(new SecureRandom().nextLong()),
                        now());
        var told = new ToldShards(config.shardsTold());
        PeersOutlet changes =
                (cluster, membership, others) -> {
                    if (cluster != 0) {
                        told.compare(node.shards());
                    }
                    peers.update(cluster, membership, others);
                };
        var outlets = new Outlets(sends, writer::submit, snapshots::submit, changes, condemned);
        loop = new NodeLoop(node, inbox, requests, outlets, NodeThreads::now);
        loopThread = thread("node", loop, fatal);
        writerThread = thread("log", writer, fatal);
        snapshotThread = thread("snapshot", snapshots, fatal);
    }

    /** Nanoseconds that never run backwards and, unlike the system's own, are never negative. */
    private static long now() {
        return System.nanoTime() - ORIGIN;
    }

    private static Thread thread(String name, Runnable body, Consumer<Throwable> fatal) {
        var thread = new Thread(body, name);
        thread.setUncaughtExceptionHandler((_, failure) -> fatal.accept(failure));
        return thread;
    }

    void start() {
        writerThread.start();
        snapshotThread.start();
        loopThread.start();
    }

    /** Passes on a request; see {@link Requests#submit}. */
    @Override
    public void submit(Request request, Consumer<Reply> asker) {
        requests.submit(request, asker);
    }

    /** See {@link NodeLoop#elsewhere}. */
    @Override
    public Reply.@Nullable NotLeader elsewhere() {
        return loop.elsewhere();
    }

    /** See {@link NodeLoop#shards}. */
    int shards() {
        return loop.shards();
    }

    /** See {@link NodeLoop#cluster}. */
    long cluster() {
        return loop.cluster();
    }

    /** Whether nobody waits for an answer. */
    boolean quiet() {
        return requests.isEmpty();
    }

    /** How the node sees its cluster, asked by way of its loop. */
    Status status(long timeoutMillis) {
        var answer = new CompletableFuture<Reply>();
        submit(new Request.Inspect(), answer::complete);
        try {
            Reply reply = answer.get(timeoutMillis, TimeUnit.MILLISECONDS);
            return ((Reply.Inspected) reply).status();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new StartException("the node's own loop does not answer", e);
        }
    }

    /**
     * Ends the threads once all that the node wanted to write is durable.
     *
     * @return whether they have ended: if not, the disk is still in use
     */
    boolean stop(long timeoutMillis) {
        try {
            loop.stop();
            loopThread.join(timeoutMillis);
            writer.stop();
            snapshots.stop();
            writerThread.join(timeoutMillis);
            snapshotThread.join(timeoutMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !writerThread.isAlive() && !snapshotThread.isAlive();
    }
}
