package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.transport.SocketTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

class PeerUpgradeTest {
    private static final String UPGRADE =
            "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: clew-peer/1\r\n\r\n";

    private final SocketTransport transport = SocketTransport.best();
    private final MultiThreadIoEventLoopGroup peerLoops =
            new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    private final HttpServer server =
            new HttpServer(
                    transport,
                    HttpConfig.production(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    new NotFound(),
                    new EchoOnOtherLoop());

    private static final class NotFound implements HttpHandler {
        @Override
        public @Nullable HttpAnswer early(HttpHead head) {
            return null;
        }

        @Override
        public boolean vital(HttpHead head) {
            return false;
        }

        @Override
        public void handle(HttpCall call) {
            call.respond(HttpAnswer.text(404, "not found\n"));
        }
    }

    /** Moves the connection to another event loop and sends back whatever comes. */
    private final class EchoOnOtherLoop implements UpgradeHandler {
        @Override
        public String protocol() {
            return "clew-peer/1";
        }

        @Override
        public void adopt(Channel channel) {
            EventLoop other = peerLoops.next();
            var _ =
                    channel.deregister()
                            .addListener(
                                    _ -> other.register(channel).addListener(_ -> begin(channel)));
        }

        private void begin(Channel channel) {
            channel.pipeline().addLast(new Echo());
            channel.config().setAutoRead(true);
        }
    }

    private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            var _ = ctx.writeAndFlush(bytes.retain());
        }
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close(Duration.ZERO);
        peerLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Test
    void an_upgraded_connection_loses_no_byte_on_its_way_to_another_loop() throws IOException {
        byte[] binary = new byte[100_000];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (i * 17);
        }
        for (int split : new int[] {0, 1, 100, 5000, binary.length}) {
            try (var client = new RawClient(server.port())) {
                var first = new ByteArrayOutputStream();
                first.writeBytes(UPGRADE.getBytes(StandardCharsets.US_ASCII));
                first.write(binary, 0, split);
                client.send(first.toByteArray());
                var answer = client.answer();
                assertEquals(101, answer.status());
                assertEquals("clew-peer/1", answer.header("Upgrade"));
                assertEquals("Upgrade", answer.header("Connection"));
                client.send(Arrays.copyOfRange(binary, split, binary.length));
                assertArrayEquals(binary, client.read(binary.length));
                assertEquals(0, server.connections());
            }
        }
    }

    @Test
    void an_upgrade_may_follow_other_requests() throws IOException {
        try (var client = new RawClient(server.port())) {
            client.send("GET /a HTTP/1.1\r\n\r\n" + UPGRADE + "binary");
            assertEquals(404, client.answer().status());
            assertEquals(101, client.answer().status());
            assertEquals("binary", new String(client.read(6), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void other_protocols_stay_http() throws IOException {
        try (var client = new RawClient(server.port())) {
            client.send(UPGRADE.replace("clew-peer/1", "websocket"));
            assertEquals(404, client.answer().status());
            client.send(UPGRADE.replace("Connection: Upgrade", "Connection: keep-alive"));
            assertEquals(404, client.answer().status());
        }
    }
}
