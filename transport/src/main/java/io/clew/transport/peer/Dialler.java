package io.clew.transport.peer;

import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Opens TCP connections to addresses. Names are resolved anew each time, off the loop since that
 * may take seconds; where it fails or takes too long, the last known answer is tried.
 */
final class Dialler {
    private final EventLoop loop;
    private final SocketTransport transport;
    private final int connectMillis;
    private final Map<String, InetAddress> lastKnown = new HashMap<>();

    Dialler(EventLoop loop, SocketTransport transport, int connectMillis) {
        this.loop = loop;
        this.transport = transport;
        this.connectMillis = connectMillis;
    }

    /** The connection learns what becomes of it by its handlers, or is ended with the reason. */
    void dial(DialledConnection connection, int queueBytesMax) {
        HostPort target = HostPort.parse(connection.address());
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(target.host());
        if (literal != null) {
            connect(connection, queueBytesMax, address(literal), target.port());
            return;
        }
        var answer = new CompletableFuture<InetAddress>();
        Thread.ofVirtual().start(() -> resolve(target.host(), answer));
        var _ =
                answer.orTimeout(connectMillis, TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(
                                (found, failure) -> {
                                    InetAddress known =
                                            found == null ? lastKnown.get(target.host()) : found;
                                    if (known == null) {
                                        connection.end("cannot resolve " + target.host());
                                    } else {
                                        lastKnown.put(target.host(), known);
                                        connect(connection, queueBytesMax, known, target.port());
                                    }
                                },
                                loop);
    }

    private static void resolve(String host, CompletableFuture<InetAddress> answer) {
        try {
            InetAddress[] found = InetAddress.getAllByName(host);
            answer.complete(found[ThreadLocalRandom.current().nextInt(found.length)]);
        } catch (UnknownHostException e) {
            answer.completeExceptionally(e);
        }
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private void connect(
            DialledConnection connection, int queueBytesMax, InetAddress host, int port) {
        if (connection.hasEnded()) {
            return;
        }
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
                        done -> {
                            if (!done.isSuccess()) {
                                connection.end(PeerConnection.reason(done.cause()));
                            }
                        });
    }
}
