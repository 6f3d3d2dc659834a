package io.clew.transport.peer;

import io.clew.transport.DialFailure;
import io.clew.transport.HostPort;
import io.clew.transport.Names;
import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Opens TCP connections to addresses. */
final class Dialler {
    private final EventLoop loop;
    private final SocketTransport transport;
    private final int connectMillis;
    private final Names names;

    Dialler(EventLoop loop, SocketTransport transport, int connectMillis) {
        this.loop = loop;
        this.names = new Names(loop);
        this.transport = transport;
        this.connectMillis = connectMillis;
    }

    /** The connection learns what becomes of it by its handlers, or is ended with the reason. */
    void dial(DialledConnection connection, int queueBytesMax) {
        HostPort target = HostPort.parse(connection.address());
        names.find(
                target.host(),
                connectMillis,
                found -> {
                    if (found == null) {
                        connection.end("cannot resolve " + target.host());
                    } else {
                        connect(connection, queueBytesMax, found, target.port());
                    }
                });
    }

    private void connect(
            DialledConnection connection, int queueBytesMax, InetAddress host, int port) {
        if (connection.hasEnded()) {
            return;
        }
        connection.ifNeverOpen(
                () -> names.avoid(HostPort.parse(connection.address()).host(), host));
        new Bootstrap()
                .group(loop)
                .channel(transport.socketChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(queueBytesMax / 2, queueBytesMax))
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new UpgradeRequest(connection.address()),
                                                new FrameDecoder(),
                                                connection);
                            }
                        })
                .connect(new InetSocketAddress(host, port))
                .addListener(
                        new DialFailure(
                                loop, cause -> connection.end(PeerConnection.reason(cause))));
    }
}
