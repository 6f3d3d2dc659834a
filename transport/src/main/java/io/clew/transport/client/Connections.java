package io.clew.transport.client;

import io.clew.transport.Names;
import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Connections to nodes, which are kept and used again. All of it lives on one event loop, on which
 * alone it may be called.
 */
public final class Connections {
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final Names names;
    private final Limits limits;
    private final Map<String, NodePool> pools = new HashMap<>();
    private boolean closed;

    /**
     * @param connections to each node at most; more requests wait for one that is free
     * @param connectMillis how long a dial may take
     * @param bodyBytes the largest body of an answer
     */
    public record Limits(int connections, int connectMillis, int bodyBytes) {}

    /**
     * @param loop of that transport
     */
    public Connections(EventLoop loop, SocketTransport transport, Limits limits) {
        this.loop = loop;
        this.limits = limits;
        this.names = new Names(loop);
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.socketChannel())
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectMillis())
                        .option(ChannelOption.TCP_NODELAY, true);
    }

    EventLoop loop() {
        return loop;
    }

    /**
     * Sends a request to a node.
     *
     * @param address {@code host:port}
     * @param nanos how long it may take, the wait for a connection included
     * @param then told what became of it, once, on the loop
     */
    public void ask(String address, Ask ask, long nanos, Consumer<Heard> then) {
        begin(address, ask, nanos, then);
    }

    /** The same, for those who may give it up. */
    Exchange begin(String address, Ask ask, long nanos, Consumer<Heard> then) {
        var exchange = new Exchange(ask, pool(address), then);
        exchange.begin(loop, nanos);
        return exchange;
    }

    private NodePool pool(String address) {
        return pools.computeIfAbsent(
                address,
                _ -> {
                    var pool = new NodePool(address, loop, bootstrap, names, limits);
                    if (closed) {
                        pool.close();
                    }
                    return pool;
                });
    }

    /** Ends all of them; nothing can be asked any more. */
    public void close() {
        closed = true;
        pools.values().forEach(NodePool::close);
    }
}
