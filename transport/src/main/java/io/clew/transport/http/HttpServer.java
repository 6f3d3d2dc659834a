package io.clew.transport.http;

import io.clew.transport.SocketTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 server on one address. */
public final class HttpServer {
    private static final long SWEEP_MILLIS = 250;

    /** Connections over the limit that are open for a moment all the same; each is a descriptor. */
    public static final int SURPLUS_MAX = Places.SURPLUS_MAX;

    private final SocketTransport transport;
    private final HttpConfig config;
    private final ServerScope scope;
    private final EventLoopGroup group;
    private final IdentityHashMap<EventExecutor, HttpLoop> loops = new IdentityHashMap<>();
    private @Nullable Channel listener;

    /**
     * @param peers takes connections over that upgrade to the peer protocol; null if nobody does
     */
    public HttpServer(
            SocketTransport transport,
            HttpConfig config,
            HttpHandler handler,
            @Nullable UpgradeHandler peers) {
        this.transport = transport;
        this.config = config;
        this.scope = new ServerScope(config, handler, peers);
        this.group =
                new MultiThreadIoEventLoopGroup(
                        config.eventLoops(),
                        new DefaultThreadFactory("http"),
                        transport.ioHandlers());
        for (EventExecutor executor : group) {
            loops.put(executor, new HttpLoop(executor, System.nanoTime()));
        }
    }

    /** Listens. A server that could not is closed. */
    public void start() throws IOException {
        for (HttpLoop loop : loops.values()) {
            loop.start(SWEEP_MILLIS);
        }
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(transport.serverSocketChannel())
                        .option(ChannelOption.SO_BACKLOG, NetUtil.SOMAXCONN)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accept(channel);
                                    }
                                })
                        .bind(config.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            var failure = new BindException(config.address() + ": " + bound.cause().getMessage());
            failure.initCause(bound.cause());
            throw failure;
        }
        listener = bound.channel();
    }

    private void accept(Channel channel) {
        Places.Place place = scope.places().take();
        if (place == null) {
            var _ = channel.close();
            return;
        }
        EventLoop executor = channel.eventLoop();
        HttpLoop loop = Objects.requireNonNull(loops.get(executor));
        var connection = new HttpConnection(scope, loop, channel, place);
        channel.pipeline().addLast(connection.decoder(), connection);
        connection.open();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) Objects.requireNonNull(listener).localAddress()).getPort();
    }

    /** Clients' connections that are open. */
    public int connections() {
        return scope.places().taken();
    }

    /** The connections that are there end with their next answer, which says so. */
    public void stopAccepting() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        loops.values().forEach(HttpLoop::drain);
    }

    /**
     * Closes connections without a request. A client that just sends one cannot tell whether it was
     * taken; so those in use get a while to end with an answer instead.
     */
    public void closeIdle(Duration grace) throws InterruptedException {
        awaitEmpty(System.nanoTime() + grace.toNanos());
        loops.values().forEach(HttpLoop::closeIdle);
    }

    /** Ends everything; requests under way have this long to be answered. */
    public void close(Duration patience) throws InterruptedException {
        if (group.isShuttingDown()) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        stopAccepting();
        closeIdle(Duration.ZERO);
        awaitEmpty(end);
        loops.values().forEach(HttpLoop::closeAll);
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    private void awaitEmpty(long end) throws InterruptedException {
        for (HttpLoop loop : loops.values()) {
            loop.awaitEmpty(end - System.nanoTime());
        }
    }
}
