package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** Clients that are slow to take their answers, which the server holds for them meanwhile. */
class SlowReaderTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final int MEGABYTE = 1 << 20;

    private static final HttpConfig CONFIG =
            new HttpConfig(
                    new InetSocketAddress(0),
                    1,
                    new HttpConfig.Limits(10, 1024, 2048, MEGABYTE, MEGABYTE, MEGABYTE),
                    new HttpConfig.Timeouts(LONG, LONG, LONG, Duration.ofSeconds(30), LONG));

    private final Deque<HttpCall> calls = new ArrayDeque<>();
    private final SlowReader client = new SlowReader();
    private final HttpLoop loop = new HttpLoop(client.eventLoop(), 0);
    private long seconds;

    /** Takes no more than the test lets it. */
    private static final class SlowReader extends EmbeddedChannel {
        private long room;
        private long taken;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            while (in.current() instanceof ByteBuf bytes && (room > 0 || !bytes.isReadable())) {
                long now = Math.min(room, bytes.readableBytes());
                room -= now;
                taken += now;
                in.removeBytes(now);
            }
        }

        void take(long bytes) {
            room += bytes;
            var _ = flush();
            runPendingTasks();
        }
    }

    SlowReaderTest() {
        var scope = new ServerScope(CONFIG, new HoldingHandler(calls), null);
        var place = Objects.requireNonNull(scope.places().take());
        var connection = new HttpConnection(scope, loop, client, place);
        client.pipeline().addLast(connection.decoder(), connection);
        connection.open();
        passSeconds(0);
    }

    @AfterEach
    void end() {
        client.finishAndReleaseAll();
    }

    private void askFor(int bytes) {
        client.writeInbound(
                Unpooled.copiedBuffer("GET /a HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
        calls.remove().respond(HttpAnswer.text(200, Bytes.of(new byte[bytes])));
        passSeconds(0);
    }

    private void passSeconds(int more) {
        seconds += more;
        loop.sweep(
                seconds * 1_000_000_000L,
                ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC).plusSeconds(seconds));
        client.runPendingTasks();
    }

    @Test
    void who_takes_nothing_is_let_go() {
        askFor(100);
        passSeconds(30);
        assertTrue(client.isOpen());
        passSeconds(1);
        assertFalse(client.isOpen());
    }

    @Test
    void a_byte_now_and_then_is_not_enough() {
        askFor(10 * MEGABYTE);
        client.take(1);
        passSeconds(29);
        client.take(1);
        passSeconds(1);
        assertTrue(client.isOpen());
        passSeconds(1);
        assertFalse(client.isOpen());
    }

    @Test
    void half_a_megabyte_in_that_time_is_enough() {
        askFor(10 * StallWatch.BYTES);
        for (int i = 0; i < 10; i++) {
            passSeconds(29);
            client.take(StallWatch.BYTES);
            passSeconds(1);
            assertTrue(client.isOpen());
        }
        client.take(StallWatch.BYTES);
        passSeconds(100);
        assertTrue(client.isOpen());
        assertEquals(10 * StallWatch.BYTES, client.taken & -StallWatch.BYTES, "and the head");
    }

    @Test
    void of_less_all_that_is_left_has_to_be_taken() {
        askFor(StallWatch.BYTES / 2);
        passSeconds(29);
        client.take(StallWatch.BYTES / 2);
        passSeconds(2);
        assertFalse(client.isOpen(), "the last bytes are missing");
    }

    @Test
    void the_time_begins_anew_with_the_next_answer() {
        askFor(100);
        passSeconds(29);
        client.take(1000);
        client.room = 0;
        passSeconds(100);
        askFor(100);
        passSeconds(30);
        assertTrue(client.isOpen());
        passSeconds(1);
        assertFalse(client.isOpen());
    }
}
