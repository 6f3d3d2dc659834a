package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** An answer that cannot be written, and the clients of the same event loop whose answers can. */
class AnswerFailureTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final HttpConfig CONFIG =
            new HttpConfig(
                    new InetSocketAddress(0),
                    1,
                    new HttpConfig.Limits(10, 1024, 2048, 1 << 20, 1 << 20, 1 << 20),
                    new HttpConfig.Timeouts(LONG, LONG, LONG, LONG, LONG));

    private final DefaultEventExecutor executor = new DefaultEventExecutor();
    private final HttpLoop loop = new HttpLoop(executor, 0);
    private final Deque<HttpCall> calls = new ArrayDeque<>();
    private final ServerScope scope = new ServerScope(CONFIG, new HoldingHandler(calls), null);
    private final EmbeddedChannel unlucky = connect();
    private final EmbeddedChannel other = connect();

    /** Has no memory. */
    private static final class Exhausted extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new IllegalStateException("no memory");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new IllegalStateException("no memory");
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private EmbeddedChannel connect() {
        var channel = new EmbeddedChannel();
        var place = Objects.requireNonNull(scope.places().take());
        var connection = new HttpConnection(scope, loop, channel, place);
        channel.pipeline().addLast(connection.decoder(), connection);
        connection.open();
        return channel;
    }

    @AfterEach
    void end() {
        var _ = executor.shutdownGracefully();
        unlucky.finishAndReleaseAll();
        other.finishAndReleaseAll();
    }

    @Test
    void one_answer_that_cannot_be_written_keeps_nobody_else_from_theirs() throws Exception {
        var bothAnswered = new CountDownLatch(1);
        executor.execute(() -> awaitUninterruptibly(bothAnswered));
        request(unlucky);
        request(other);
        unlucky.config().setAllocator(new Exhausted());
        calls.remove().respond(HttpAnswer.text(200, "lost"));
        calls.remove().respond(HttpAnswer.text(200, "found"));
        bothAnswered.countDown();
        executor.submit(() -> {}).sync();
        assertFalse(unlucky.isOpen());
        assertTrue(sent(other).startsWith("HTTP/1.1 200 "));
        assertTrue(other.isOpen());
    }

    @Test
    void the_sweep_goes_on_after_a_connection_that_fails() {
        unlucky.writeInbound(Unpooled.copiedBuffer("GET /a", StandardCharsets.US_ASCII));
        other.writeInbound(Unpooled.copiedBuffer("GET /b", StandardCharsets.US_ASCII));
        unlucky.config().setAllocator(new Exhausted());
        long late = LONG.plusSeconds(1).toNanos();
        loop.sweep(late, ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC));
        assertFalse(unlucky.isOpen());
        assertTrue(sent(other).startsWith("HTTP/1.1 408 "));
    }

    @Test
    void an_answer_that_takes_time_is_made_by_the_event_loop_and_for_those_who_wait()
            throws Exception {
        var makers = new ArrayList<Boolean>();
        request(unlucky);
        request(other);
        var _ = unlucky.close();
        for (HttpCall call : List.of(calls.remove(), calls.remove())) {
            call.respond(
                    () -> {
                        makers.add(executor.inEventLoop());
                        return HttpAnswer.text(200, "made");
                    });
        }
        executor.submit(() -> {}).sync();
        assertTrue(sent(other).endsWith("made"));
        assertEquals(List.of(true), makers);
    }

    @Test
    void an_answer_that_cannot_be_made_is_a_500() throws Exception {
        request(other);
        calls.remove()
                .respond(
                        () -> {
                            throw new IllegalStateException("broken on purpose");
                        });
        executor.submit(() -> {}).sync();
        assertTrue(sent(other).startsWith("HTTP/1.1 500 "));
        assertTrue(other.isOpen());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void request(EmbeddedChannel channel) {
        channel.writeInbound(
                Unpooled.copiedBuffer("GET /a HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
    }

    private static String sent(EmbeddedChannel channel) {
        ByteBuf out = Objects.requireNonNull(channel.<ByteBuf>readOutbound());
        String text = out.toString(StandardCharsets.US_ASCII);
        out.release();
        return text;
    }
}
