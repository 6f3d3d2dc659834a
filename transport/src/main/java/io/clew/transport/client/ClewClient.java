package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.SocketTransport;
import io.clew.transport.http.KeyRule;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A client of a cluster. It learns where the shards are, talks to their leaders, and tries again
 * what is safe to be tried again until the call's time is over: reads always, writes that were not
 * applied, and, as long as they are named (see {@link ClientConfig#namedWrites}), also those of
 * which nobody knows whether they were.
 *
 * <pre>
 *   try (var client = new ClewClient(ClientConfig.of("127.0.0.1:8101", "127.0.0.1:8102"))) {
 *       client.put("princess", Bytes.utf8("Ariadne")).join();
 *       switch (client.get("princess").join()) {
 *           case Result.Value(Bytes value, long _) -&gt; System.out.println(value.utf8());
 *           case Result.Missing() -&gt; System.out.println("nobody");
 *           case Result.Failed(var cause, String why) -&gt; System.err.println(why);
 *       }
 *   }
 * </pre>
 *
 * <p>All methods may be called by any thread and return at once. Results come on the client's event
 * loop: what depends on them must not block there. No call fails by an exception.
 */
public final class ClewClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int BODY_BYTES_MAX = 64 << 20;

    private final ClientConfig config;
    private final EventLoop loop;
    private final @Nullable MultiThreadIoEventLoopGroup own;
    private final Connections connections;
    private final Cluster cluster;
    private final Semaphore room;

    /** The calls under way; for the loop alone. */
    private final Set<Call> calls = new LinkedHashSet<>();

    private boolean closed;

    /** A client with an event loop of its own, which is a daemon thread. */
    public ClewClient(ClientConfig config) {
        this(config, SocketTransport.best(), group(SocketTransport.best()));
    }

    /**
     * A client on an event loop that others use as well.
     *
     * @param loop of that transport
     */
    public ClewClient(ClientConfig config, SocketTransport transport, EventLoop loop) {
        this(config, transport, loop, null);
    }

    private ClewClient(
            ClientConfig config, SocketTransport transport, MultiThreadIoEventLoopGroup own) {
        this(config, transport, own.next(), own);
    }

    private ClewClient(
            ClientConfig config,
            SocketTransport transport,
            EventLoop loop,
            @Nullable MultiThreadIoEventLoopGroup own) {
        this.config = config;
        this.room = new Semaphore(config.callsMax());
        this.loop = loop;
        this.own = own;
        this.connections =
                new Connections(
                        loop,
                        transport,
                        new Connections.Limits(
                                config.connections(), CONNECT_MILLIS, BODY_BYTES_MAX));
        this.cluster = new Cluster(connections, new ShardMap(config.nodes()), attempt());
    }

    private static MultiThreadIoEventLoopGroup group(SocketTransport transport) {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("clew-client", true), transport.ioHandlers());
    }

    /** Reads a key: the value that was written last before, or any that is written meanwhile. */
    public CompletableFuture<Result.Read> get(String key) {
        return get(key, config.within());
    }

    /**
     * Reads a key.
     *
     * @param within how long it may take, all attempts together
     */
    public CompletableFuture<Result.Read> get(String key, Duration within) {
        var result = new CompletableFuture<Result.Read>();
        String fault = KeyRule.fault(key);
        if (fault != null) {
            result.complete(new Result.Failed(Result.Cause.REFUSED, fault));
            return result;
        }
        begin(
                () -> new ReadCall(cluster, Bytes.utf8(key), attempt(), config.random(), result),
                within,
                result::complete);
        return result;
    }

    /** Stores a value of at least one byte. */
    public CompletableFuture<Result.Written> put(String key, Bytes value) {
        return put(key, value, config.within());
    }

    /**
     * Stores a value of at least one byte.
     *
     * @param within how long it may take, all attempts together
     */
    public CompletableFuture<Result.Written> put(String key, Bytes value, Duration within) {
        return write("PUT", key, value, within);
    }

    /** Deletes a key, whether or not it is there. */
    public CompletableFuture<Result.Written> delete(String key) {
        return delete(key, config.within());
    }

    /**
     * Deletes a key, whether or not it is there.
     *
     * @param within how long it may take, all attempts together
     */
    public CompletableFuture<Result.Written> delete(String key, Duration within) {
        return write("DELETE", key, Bytes.EMPTY, within);
    }

    /** Deletes all keys: of each shard at once, of several one after the other. */
    public CompletableFuture<Result.Written> clear() {
        return write(null, new Ask("DELETE", "/clear", List.of(), Bytes.EMPTY), config.within());
    }

    private CompletableFuture<Result.Written> write(
            String method, String key, Bytes value, Duration within) {
        String fault = KeyRule.fault(key);
        if (fault != null) {
            return CompletableFuture.completedFuture(
                    new Result.Failed(Result.Cause.REFUSED, fault));
        }
        return write(Bytes.utf8(key), new Ask(method, "/kv/" + key, List.of(), value), within);
    }

    private CompletableFuture<Result.Written> write(@Nullable Bytes key, Ask ask, Duration within) {
        var result = new CompletableFuture<Result.Written>();
        begin(
                () ->
                        new WriteCall(
                                cluster,
                                key,
                                ask,
                                attempt(),
                                config.namedWrites(),
                                config.random(),
                                result),
                within,
                result::complete);
        return result;
    }

    private long attempt() {
        return ClientConfig.nanos(config.attempt());
    }

    /** A call that is made on the loop. */
    private interface Maker {
        Call make();
    }

    /** Where a call ends that does not begin. */
    private interface Fallback {
        boolean complete(Result.Failed failed);
    }

    private void begin(Maker maker, Duration within, Fallback fallback) {
        long end = System.nanoTime() + ClientConfig.nanos(within);
        if (!room.tryAcquire()) {
            fallback.complete(
                    new Result.Failed(
                            Result.Cause.TOO_MANY,
                            config.callsMax() + " calls are under way already"));
            return;
        }
        try {
            loop.execute(() -> beginOnLoop(maker, end, fallback));
        } catch (RejectedExecutionException e) {
            room.release();
            fallback.complete(CLOSED);
        }
    }

    private void beginOnLoop(Maker maker, long end, Fallback fallback) {
        if (closed) {
            room.release();
            fallback.complete(CLOSED);
            return;
        }
        Call call = maker.make();
        calls.add(call);
        call.begin(
                end - System.nanoTime(),
                () -> {
                    calls.remove(call);
                    room.release();
                });
    }

    private static final Result.Failed CLOSED =
            new Result.Failed(Result.Cause.CLOSED, "the client is closed");

    /**
     * Ends all calls under way, as unknown those writes that may have been applied, and all
     * connections. Waits for that unless it is called by the event loop itself.
     */
    @Override
    public void close() {
        if (loop.inEventLoop()) {
            end();
        } else {
            try {
                loop.submit(this::end).awaitUninterruptibly();
            } catch (RejectedExecutionException e) {
                return; // It was closed before, or its loop was.
            }
        }
        if (own != null) {
            var ending = own.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            if (!loop.inEventLoop()) {
                ending.awaitUninterruptibly();
            }
        }
    }

    private void end() {
        closed = true;
        List.copyOf(calls).forEach(call -> call.cut(Result.Cause.CLOSED));
        connections.close();
    }
}
