package io.clew.server.bench.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Tally;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.FreePorts;
import io.clew.transport.SocketTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of etcd against a server that minds every rule of HTTP/2. */
class EtcdClientsTest {
    private final SocketTransport transport = SocketTransport.best();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger mostStreams = new AtomicInteger();
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                .awaitUninterruptibly();
    }

    private InetSocketAddress server(String name, String status, byte[] message, int streams)
            throws InterruptedException {
        var settings = Http2Settings.defaultSettings().maxConcurrentStreams(streams);
        Channel listening =
                new ServerBootstrap()
                        .group(group)
                        .channel(transport.serverSocketChannel())
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        connections.incrementAndGet();
                                        channel.pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forServer()
                                                                .initialSettings(settings)
                                                                .build(),
                                                        new Http2MultiplexHandler(
                                                                new Streams(
                                                                        name, status, message)));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
        return (InetSocketAddress) listening.localAddress();
    }

    /** A handler for each stream of one connection. */
    private final class Streams extends ChannelInitializer<Channel> {
        private final String name;
        private final String status;
        private final byte[] message;
        private int open;

        Streams(String name, String status, byte[] message) {
            this.name = name;
            this.status = status;
            this.message = message;
        }

        @Override
        protected void initChannel(Channel stream) {
            open++;
            mostStreams.accumulateAndGet(open, Math::max);
            var _ = stream.closeFuture().addListener(_ -> open--);
            stream.pipeline().addLast(new Answer());
        }

        private final class Answer extends SimpleChannelInboundHandler<Http2StreamFrame> {
            @Override
            protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
                if (frame instanceof Http2HeadersFrame begin) {
                    asked.add(name + " " + begin.headers().path());
                }
                if (frame instanceof Http2DataFrame data && data.isEndStream()) {
                    var head = new DefaultHttp2Headers().status("200");
                    ByteBuf body = Unpooled.buffer();
                    body.writeByte(0).writeInt(message.length).writeBytes(message);
                    var _ = ctx.write(new DefaultHttp2HeadersFrame(head));
                    var _ = ctx.write(new DefaultHttp2DataFrame(body));
                    var end = new DefaultHttp2Headers().set("grpc-status", status);
                    var _ = ctx.writeAndFlush(new DefaultHttp2HeadersFrame(end, true));
                }
            }
        }
    }

    private static byte[] found(int valueBytes) {
        var pair = new ProtoWriter().bytes(5, new byte[valueBytes]).toBytes();
        return new ProtoWriter().bytes(2, pair).toBytes();
    }

    private static Tally run(
            Workload workload, InetSocketAddress leader, List<InetSocketAddress> all, int share)
            throws InterruptedException {
        try (var generator = new LoadGenerator(new EtcdClients(workload, leader, all, share))) {
            return generator.run(Duration.ZERO, Duration.ofMillis(300), () -> {}, () -> {}).tally();
        }
    }

    @Test
    void clients_share_connections_and_find_values() throws InterruptedException {
        InetSocketAddress leader = server("leader", "0", found(10), 100);
        Tally tally = run(Workload.closedLoop(12, 10, 0.5, 20), leader, List.of(leader), 5);
        assertTrue(tally.errors().isEmpty(), tally.errors().toString());
        assertTrue(tally.reads().getTotalCount() > 0);
        assertTrue(tally.writes().getTotalCount() > 0);
        assertEquals(3, connections.get());
        assertEquals(Set.of("leader /etcdserverpb.KV/Put", "leader /etcdserverpb.KV/Range"), asked);
    }

    @Test
    void windows_and_the_number_of_streams_are_obeyed() throws InterruptedException {
        InetSocketAddress leader = server("leader", "0", found(30_000), 3);
        var workload = Workload.closedLoop(12, 30_000, 0.5, 20);
        var clients = new EtcdClients(workload, leader, List.of(leader), 12);
        try (var generator = new LoadGenerator(clients)) {
            generator.fill();
            assertTrue(generator.successes() >= 20 - 12, "several windows, beside what goes on");
        }
        assertEquals(1, connections.get(), "who breaks the rules is cut off");
        assertTrue(mostStreams.get() <= 3, mostStreams + " streams");
    }

    @Test
    void stale_reads_are_spread_over_all_members() throws InterruptedException {
        InetSocketAddress leader = server("leader", "0", found(10), 100);
        InetSocketAddress other = server("other", "0", found(10), 100);
        var workload = Workload.closedLoop(4, 10, 1, 20).withStaleReads();
        Tally tally = run(workload, leader, List.of(leader, other), 1);
        assertTrue(tally.errors().isEmpty(), tally.errors().toString());
        assertEquals(
                Set.of(
                        "leader /etcdserverpb.KV/Put",
                        "leader /etcdserverpb.KV/Range",
                        "other /etcdserverpb.KV/Range"),
                asked);
    }

    @Test
    void a_refused_call_and_a_value_that_is_not_there_are_errors() throws InterruptedException {
        InetSocketAddress refuses = server("leader", "8", new byte[0], 100);
        var writes = Workload.closedLoop(1, 10, 0, 20);
        assertEquals(
                Set.of("gRPC status 8"),
                run(writes, refuses, List.of(refuses), 1).errors().keySet());
        InetSocketAddress empty = server("leader", "0", new byte[0], 100);
        var reads = Workload.closedLoop(1, 10, 1, 20);
        assertEquals(
                Set.of("a read without the value"),
                run(reads, empty, List.of(empty), 1).errors().keySet());
    }

    @Test
    void nobody_who_listens_is_an_error_and_no_flood() throws Exception {
        int port = FreePorts.find(1).getFirst();
        var gone = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var tally = run(Workload.closedLoop(1, 10, 0, 20), gone, List.of(gone), 1);
        assertEquals(Set.of("cannot connect"), tally.errors().keySet());
        long errors = tally.errors().getOrDefault("cannot connect", 0L);
        assertTrue(errors < 1000, errors + " errors, without a pause after each");
    }
}
