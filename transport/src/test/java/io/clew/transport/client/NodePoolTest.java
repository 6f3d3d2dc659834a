package io.clew.transport.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.transport.Names;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class NodePoolTest {
    private final EventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() {
        var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static Channel noSocket() {
        throw new ChannelException("too many open files");
    }

    @Test
    void whoeverAskedHearsOnTheLoopThatThereWasNoSocket() throws Exception {
        var pool =
                new NodePool(
                        "127.0.0.1:1",
                        loop,
                        new Bootstrap().group(loop).channelFactory(NodePoolTest::noSocket),
                        new Names(loop),
                        new Connections.Limits(1, 1000, 1000));
        var heard = new CompletableFuture<String>();
        var exchange =
                new Exchange(
                        Ask.get("/"),
                        pool,
                        what -> heard.complete(what + ", on the loop: " + loop.inEventLoop()));
        loop.execute(() -> exchange.begin(loop, TimeUnit.MINUTES.toNanos(1)));
        assertEquals(
                "NotSent[why=cannot connect: too many open files], on the loop: true",
                heard.get(20, TimeUnit.SECONDS));
    }
}
