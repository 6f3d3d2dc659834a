package io.clew.transport.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.transport.HostPort;
import io.clew.transport.Names;
import io.clew.transport.SocketTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class NodePoolTest {
    private static final InetAddress WRONG = InetAddress.ofLiteral("127.0.0.2");

    private final SocketTransport transport = SocketTransport.best();
    private final EventLoop loop =
            (EventLoop) new MultiThreadIoEventLoopGroup(1, transport.ioHandlers()).next();

    @AfterEach
    void stop() {
        var _ = loop.parent().shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static Channel noSocket() {
        throw new ChannelException("too many open files");
    }

    /** The pool of a host that is at two addresses. */
    private NodePool pool(int port, Bootstrap bootstrap) {
        InetAddress[] both = {WRONG, InetAddress.getLoopbackAddress()};
        return new NodePool(
                "some-host:" + port,
                loop,
                bootstrap.group(loop),
                new Names(loop, _ -> both),
                new Connections.Limits(1, 20_000, 1000));
    }

    private static int port(ScriptedNode node) {
        return HostPort.parse(node.address()).port();
    }

    private NodePool pool(ScriptedNode node) {
        return pool(port(node), new Bootstrap().channel(transport.socketChannel()));
    }

    /** One request, and what became of it. */
    private final class Asked {
        private final CompletableFuture<Heard> heard = new CompletableFuture<>();
        private final Exchange exchange;

        Asked(NodePool pool) {
            exchange = new Exchange(Ask.get("/"), pool, this::hear);
            loop.execute(() -> exchange.begin(loop, TimeUnit.MINUTES.toNanos(1)));
        }

        private void hear(Heard what) {
            heard.complete(loop.inEventLoop() ? what : new Heard.NotSent("told elsewhere"));
        }

        void giveUp() {
            loop.execute(() -> exchange.giveUp("no answer in time"));
        }

        Heard heard() throws Exception {
            return heard.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoeverAskedHearsOnTheLoopThatThereWasNoSocket() throws Exception {
        var bootstrap = new Bootstrap().channelFactory(NodePoolTest::noSocket);
        assertEquals(
                new Heard.NotSent("cannot connect: too many open files"),
                new Asked(pool(1, bootstrap)).heard());
    }

    @Test
    void whereNobodyListensTheNextAddressOfTheHostIsDialled() throws Exception {
        try (var node = new ScriptedNode()) {
            node.plays(_ -> ScriptedNode.answer(200, "here"));
            NodePool pool = pool(node);
            assertInstanceOf(Heard.NotSent.class, new Asked(pool).heard());
            assertInstanceOf(Heard.Answered.class, new Asked(pool).heard());
        }
    }

    @Test
    void whereNobodyAnswersTheNextAddressOfTheHostIsDialled() throws Exception {
        try (var node = new ScriptedNode()) {
            node.plays(_ -> ScriptedNode.answer(200, "here"));
            NodePool pool = pool(node);
            try (var silent = new ServerSocket(port(node), 50, WRONG)) {
                var asked = new Asked(pool);
                try (Socket arrived = silent.accept()) {
                    assertEquals('G', arrived.getInputStream().read());
                    asked.giveUp();
                    assertInstanceOf(Heard.Lost.class, asked.heard());
                }
                assertInstanceOf(Heard.Answered.class, new Asked(pool).heard());
            }
        }
    }
}
