package io.clew.server.bench.etcd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection to one member that its clients share: opened by the first call, and again if lost.
 */
final class SharedConnection {
    private static final long PAUSE_MILLIS = 20;

    private final Bootstrap bootstrap;
    private final InetSocketAddress address;
    private final List<GrpcCall> early = new ArrayList<>();
    private @Nullable GrpcConnection open;
    private @Nullable Channel channel;
    private boolean connecting;

    SharedConnection(Bootstrap bootstrap, InetSocketAddress address) {
        this.bootstrap = bootstrap;
        this.address = address;
    }

    /** Sends a call as soon as there is a connection; called on the event loop. */
    void call(GrpcCall call) {
        if (open != null) {
            open.call(call);
        } else {
            early.add(call);
            connect();
        }
    }

    private void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        String authority = address.getHostString() + ":" + address.getPort();
        var connection = new GrpcConnection(authority, () -> open = null);
        ChannelFuture connected =
                bootstrap
                        .clone()
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        opened.pipeline().addLast(connection);
                                    }
                                })
                        .connect(address);
        var _ = connected.addListener(_ -> connected(connected, connection));
    }

    private void connected(ChannelFuture connected, GrpcConnection connection) {
        connecting = false;
        var calls = List.copyOf(early);
        early.clear();
        if (connected.isSuccess()) {
            channel = connected.channel();
            open = connection;
            calls.forEach(connection::call);
        } else {
            calls.forEach(call -> call.failed("cannot connect"));
        }
    }

    /** Runs something on the event loop after a pause that lets servers recover. */
    void later(Runnable action) {
        var _ = bootstrap.config().group().schedule(action, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void close() {
        if (channel != null) {
            var _ = channel.close();
        }
    }
}
