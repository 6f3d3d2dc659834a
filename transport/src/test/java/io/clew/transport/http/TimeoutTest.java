package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;

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

/** Slow clients, on a connection without a socket and with a clock that the test moves. */
class TimeoutTest {
    private static final ZonedDateTime DAY =
            ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);

    private static final HttpConfig CONFIG =
            new HttpConfig(
                    new InetSocketAddress(0),
                    1,
                    new HttpConfig.Limits(10, 1024, 2048, 1 << 20, 1 << 20, 1 << 20),
                    new HttpConfig.Timeouts(
                            Duration.ofSeconds(120),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(40),
                            Duration.ofSeconds(2)));

    private final Deque<HttpCall> calls = new ArrayDeque<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final HttpLoop loop = new HttpLoop(channel.eventLoop(), 0);
    private final ServerScope scope = new ServerScope(CONFIG, new HoldingHandler(calls), null);
    private long seconds;

    TimeoutTest() {
        var place = Objects.requireNonNull(scope.places().take());
        var connection = new HttpConnection(scope, loop, channel, place);
        channel.pipeline().addLast(connection.decoder(), connection);
        connection.open();
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void passSeconds(int more) {
        seconds += more;
        loop.sweep(seconds * 1_000_000_000L, DAY.plusSeconds(seconds));
        channel.runPendingTasks();
    }

    private String sent() {
        var text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.US_ASCII));
            ReferenceCountUtil.release(out);
        }
        return text.toString();
    }

    @Test
    void an_idle_connection_lives_for_the_idle_time() {
        passSeconds(120);
        assertTrue(channel.isOpen());
        receive("GET /a HTTP/1.1\r\n\r\n");
        calls.remove().respond(HttpAnswer.text(200, "a"));
        passSeconds(120);
        assertTrue(channel.isOpen());
        passSeconds(1);
        assertFalse(channel.isOpen());
        assertEquals(0, scope.places().taken());
    }

    @Test
    void a_head_that_trickles_in_is_given_up() {
        receive("GET /a HT");
        passSeconds(14);
        receive("TP/1.1\r\nX: y\r\n");
        assertEquals("", sent());
        passSeconds(2);
        assertTrue(sent().startsWith("HTTP/1.1 408 "));
        passSeconds(3);
        assertFalse(channel.isOpen());
    }

    @Test
    void a_head_of_which_whole_lines_have_come_is_given_up() {
        receive("\r\nGET /a HTTP/1.1\r\n");
        passSeconds(16);
        assertTrue(sent().startsWith("HTTP/1.1 408 "));
    }

    /** Some clients end a body with one. */
    @Test
    void an_empty_line_behind_a_request_does_not_begin_another() {
        receive("PUT /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nx\r\n");
        calls.remove().respond(HttpAnswer.text(200, "a"));
        assertTrue(sent().startsWith("HTTP/1.1 200 "));
        passSeconds(16);
        receive("\r\n");
        passSeconds(104);
        assertEquals("", sent());
        assertTrue(channel.isOpen());
        passSeconds(1);
        assertEquals("", sent());
        assertFalse(channel.isOpen());
    }

    @Test
    void a_body_is_given_up_only_without_progress() {
        receive("PUT /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n");
        for (int i = 0; i < 9; i++) {
            passSeconds(29);
            receive("x");
        }
        assertEquals("", sent());
        passSeconds(31);
        assertTrue(sent().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void reading_stops_while_a_request_is_under_way_and_more_has_come() {
        receive("GET /1 HTTP/1.1\r\n\r\n");
        assertTrue(channel.config().isAutoRead());
        receive("GET /2 HTTP/1.1\r\n\r\nGET /3 HT");
        assertFalse(channel.config().isAutoRead());
        assertEquals(1, calls.size());
        calls.remove().respond(HttpAnswer.text(200, "1"));
        assertFalse(channel.config().isAutoRead());
        assertEquals("/2", calls.element().target());
        calls.remove().respond(HttpAnswer.text(200, "2"));
        assertTrue(channel.config().isAutoRead());
        receive("TP/1.1\r\n\r\n");
        assertEquals("/3", calls.element().target());
    }

    @Test
    void a_request_under_way_is_not_the_clients_fault() {
        receive("GET /a HTTP/1.1\r\n\r\n");
        passSeconds(1000);
        assertTrue(channel.isOpen());
        calls.remove().respond(HttpAnswer.text(200, "a"));
        assertTrue(sent().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void an_early_answer_leaves_the_client_two_seconds_to_read_it() {
        receive("PUT /early HTTP/1.1\r\nContent-Length: 10\r\n\r\n");
        assertTrue(sent().startsWith("HTTP/1.1 400 "));
        passSeconds(2);
        assertTrue(channel.isOpen());
        passSeconds(1);
        assertFalse(channel.isOpen());
    }

    @Test
    void a_body_of_unknown_length_is_spared_only_once_it_is_no_small_one() {
        String chunked = "PUT /early HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
        receive(chunked + "\r\n");
        assertEquals("", sent(), "it may be empty");
        receive("0\r\n\r\n");
        assertEquals(0, calls.remove().body().size());
    }

    @Test
    void a_body_of_unknown_length_is_spared_once_much_of_it_has_come() {
        String chunked = "PUT /early HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
        receive(chunked + "\r\n10001\r\n" + "x".repeat(1 << 16));
        assertEquals("", sent());
        receive("x");
        assertTrue(sent().startsWith("HTTP/1.1 400 "));
    }

    @Test
    void a_body_of_unknown_length_is_spared_at_once_where_the_client_waits() {
        String head = "PUT /early HTTP/1.1\r\nTransfer-Encoding: chunked\r\n";
        receive(head + "Expect: 100-continue\r\n\r\n");
        assertTrue(sent().startsWith("HTTP/1.1 400 "));
    }

    @Test
    void the_memory_for_large_bodies_is_shared_and_given_back() {
        var budget = new BodyBudget(1 << 20);
        var first = new RequestBody(budget, 1 << 20);
        var second = new RequestBody(budget, 1 << 20);
        first.begin(800_000);
        second.begin(800_000);
        ByteBuf large = Unpooled.wrappedBuffer(new byte[800_000]);
        assertEquals(RequestBody.Added.KEPT, first.add(large.duplicate()));
        assertEquals(RequestBody.Added.NO_MEMORY, second.add(large.duplicate()));
        assertEquals(800_000, first.take().size());
        first.clear();
        second.clear();
        assertEquals(RequestBody.Added.KEPT, second.add(large.duplicate()));
    }

    /** What was announced and not sent takes nothing, and what is counted is all but a little. */
    @Test
    void a_body_that_has_just_begun_takes_a_little_and_a_larger_one_is_counted() {
        var budget = new BodyBudget(16 << 10);
        var body = new RequestBody(budget, 1 << 20);
        body.begin(64 << 10);
        assertEquals(RequestBody.Added.KEPT, add(body, 1));
        assertTrue(budget.tryReserve(16 << 10), "not counted yet");
        assertEquals(RequestBody.Added.KEPT, add(body, (4 << 10) - 1));
        assertEquals(RequestBody.Added.NO_MEMORY, add(body, 1));
        budget.release(16 << 10);
        assertEquals(RequestBody.Added.KEPT, add(body, 4 << 10));
        assertTrue(budget.tryReserve(8 << 10));
        assertFalse(budget.tryReserve(1), "half is counted for the body");
        assertEquals(8 << 10, body.take().size());
    }

    private static RequestBody.Added add(RequestBody body, int bytes) {
        return body.add(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void a_head_alone_costs_no_memory() {
        var body = new RequestBody(new BodyBudget(0), 1 << 20);
        body.begin(1 << 20);
        assertEquals(RequestBody.Added.KEPT, body.add(Unpooled.wrappedBuffer(new byte[] {1, 2})));
        assertEquals(Bytes.of(new byte[] {1, 2}), body.take());
    }

    @Test
    void the_date_is_that_of_the_last_sweep() {
        passSeconds(1);
        receive("GET /a HTTP/1.1\r\n\r\n");
        calls.remove().respond(HttpAnswer.text(200, "a").with("X", "a\r\nb"));
        assertEquals(
                """
                HTTP/1.1 200 OK\r
                X-Content-Type-Options: nosniff\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 1\r
                Date: Fri, 02 Jan 2026 03:04:06 GMT\r
                X: a??b\r
                \r
                a""",
                sent());
    }
}
