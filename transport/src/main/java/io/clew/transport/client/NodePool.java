package io.clew.transport.client;

import io.clew.transport.DialFailure;
import io.clew.transport.HostPort;
import io.clew.transport.Names;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseDecoder;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The connections to one node, and the requests that wait for one. */
final class NodePool {
    /** Before the node closes them, as it does after 180 s: what crosses that end is lost. */
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    /** Session tokens may take 16 KiB. */
    private static final int HEADER_BYTES_MAX = 32 << 10;

    private static final int LINE_BYTES_MAX = 4 << 10;
    private static final int PIECE_BYTES = 64 << 10;

    private final HostPort address;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Names names;
    private final Connections.Limits limits;

    /** Those in use, and those that are free, the one that was last used at the end. */
    private final Set<Connection> open = new LinkedHashSet<>();

    private final Deque<Connection> free = new ArrayDeque<>();
    private final Set<Exchange> waiting = new LinkedHashSet<>();
    private int dials;
    private boolean closed;

    NodePool(
            String address,
            EventLoop loop,
            Bootstrap bootstrap,
            Names names,
            Connections.Limits limits) {
        this.loop = loop;
        this.address = HostPort.parse(address);
        this.bootstrap = bootstrap;
        this.names = names;
        this.limits = limits;
    }

    /** What the {@code Host} header says. */
    String host() {
        return address.host();
    }

    void ask(Exchange exchange) {
        if (closed) {
            exchange.end(new Heard.NotSent("closed"));
            return;
        }
        Connection taken = freshest();
        if (taken != null) {
            taken.send(exchange);
            return;
        }
        waiting.add(exchange);
        dialIfNeeded();
    }

    private @Nullable Connection freshest() {
        long oldest = System.nanoTime() - IDLE_NANOS_MAX;
        while (!free.isEmpty() && free.getFirst().idleSince() - oldest < 0) {
            free.removeFirst().close();
        }
        return free.pollLast();
    }

    void forget(Exchange exchange) {
        waiting.remove(exchange);
    }

    private void dialIfNeeded() {
        // Each dial is for one that waits, as long as there is room.
        if (dials < waiting.size() && open.size() + dials < limits.connections()) {
            dials++;
            names.find(address.host(), limits.connectMillis(), this::connect);
        }
    }

    private void connect(@Nullable InetAddress host) {
        if (host == null) {
            failed("cannot resolve " + address.host());
            return;
        }
        ChannelFuture dial =
                bootstrap
                        .clone()
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpResponseDecoder(
                                                                LINE_BYTES_MAX,
                                                                HEADER_BYTES_MAX,
                                                                PIECE_BYTES),
                                                        new Connection(
                                                                NodePool.this,
                                                                host,
                                                                limits.bodyBytes()));
                                    }
                                })
                        .connect(new InetSocketAddress(host, address.port()));
        var _ =
                dial.addListener(
                        new DialFailure(
                                loop,
                                cause -> {
                                    names.avoid(address.host(), host);
                                    failed("cannot connect: " + cause.getMessage());
                                }));
    }

    private void failed(String why) {
        dials--;
        if (dials > 0 || !open.isEmpty()) {
            return; // Whoever waits may be served all the same.
        }
        for (Exchange each : takeWaiting()) {
            each.end(new Heard.NotSent(why));
        }
    }

    void opened(Connection connection) {
        dials--;
        open.add(connection);
        if (closed) {
            connection.close();
        } else {
            freed(connection);
        }
    }

    void freed(Connection connection) {
        if (waiting.isEmpty()) {
            connection.idle(System.nanoTime());
            free.addLast(connection);
            return;
        }
        Exchange next = waiting.iterator().next();
        waiting.remove(next);
        connection.send(next);
    }

    /** No answer came: it may be that somebody else is there. */
    void silent(Connection connection) {
        names.avoid(address.host(), connection.host());
        connection.close();
    }

    void gone(Connection connection) {
        open.remove(connection);
        free.remove(connection);
        dialIfNeeded();
    }

    void close() {
        closed = true;
        for (Exchange each : takeWaiting()) {
            each.end(new Heard.NotSent("closed"));
        }
        List.copyOf(open).forEach(Connection::close);
    }

    private List<Exchange> takeWaiting() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
