package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;

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

/** A server of which clients have taken every connection, with a clock that the test moves. */
class FullServerTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final String UPGRADE =
            "GET /peer HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: clew-peer/1\r\n\r\n";

    private static final HttpConfig CONFIG =
            new HttpConfig(
                    new InetSocketAddress(0),
                    1,
                    new HttpConfig.Limits(1, 1024, 2048, 1 << 20, 1 << 20, 1 << 20),
                    new HttpConfig.Timeouts(LONG, LONG, LONG, LONG, Duration.ofSeconds(2)));

    private final Deque<HttpCall> calls = new ArrayDeque<>();
    private final List<Channel> adopted = new ArrayList<>();
    private final ServerScope scope =
            new ServerScope(CONFIG, new HoldingHandler(calls), new Adopting(adopted));
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final EmbeddedChannel surplus = new EmbeddedChannel();
    private final HttpLoop loop = new HttpLoop(client.eventLoop(), 0);

    /** Keeps what it is given for a test to see. */
    private record Adopting(List<Channel> adopted) implements UpgradeHandler {
        @Override
        public String protocol() {
            return "clew-peer/1";
        }

        @Override
        public void adopt(Channel channel) {
            adopted.add(channel);
        }
    }

    FullServerTest() {
        connect(client);
        connect(surplus);
    }

    private void connect(EmbeddedChannel channel) {
        var place = Objects.requireNonNull(scope.places().take());
        var connection = new HttpConnection(scope, loop, channel, place);
        channel.pipeline().addLast(connection.decoder(), connection);
        connection.open();
    }

    @AfterEach
    void end() {
        client.finishAndReleaseAll();
        surplus.finishAndReleaseAll();
    }

    private static void receive(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static String sent(EmbeddedChannel channel) {
        var text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.US_ASCII));
            out.release();
        }
        return text.toString();
    }

    private void passSeconds(int seconds) {
        loop.sweep(
                seconds * 1_000_000_000L,
                ZonedDateTime.of(2026, 1, 2, 3, 4, seconds, 0, ZoneOffset.UTC));
        surplus.runPendingTasks();
    }

    private void assertRefused() {
        String answer = sent(surplus);
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.contains("\r\nRetry-After: 1\r\n"), answer);
        assertTrue(answer.endsWith("too many connections\n"), answer);
        assertTrue(calls.isEmpty());
    }

    @Test
    void a_request_on_a_connection_too_many_is_refused_and_the_connection_closed() {
        assertEquals("", sent(surplus), "it may be a peer's");
        receive(surplus, "GET /a HTTP/1.1\r\n\r\n");
        assertRefused();
        assertFalse(surplus.isOpen());
        receive(client, "GET /a HTTP/1.1\r\n\r\n");
        calls.remove().respond(HttpAnswer.text(200, "a"));
        assertTrue(client.isOpen());
        assertEquals(1, scope.places().taken());
    }

    @Test
    void a_peer_gets_through_and_takes_no_clients_place() {
        receive(surplus, UPGRADE);
        assertTrue(sent(surplus).startsWith("HTTP/1.1 101 "));
        assertEquals(List.of(surplus), adopted);
        assertEquals(1, scope.places().taken());
    }

    @Test
    void what_is_vital_is_answered_and_gives_its_place_back() {
        receive(surplus, "GET /health HTTP/1.1\r\n\r\n");
        calls.remove().respond(HttpAnswer.text(200, "ok\n"));
        String answer = sent(surplus);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        assertFalse(surplus.isOpen());
        assertEquals(1, scope.places().taken());
    }

    @Test
    void nobody_waits_for_the_body_of_what_is_vital() {
        receive(surplus, "PUT /health HTTP/1.1\r\nContent-Length: 9\r\n\r\n");
        assertRefused();
    }

    @Test
    void whoever_asks_nothing_is_refused_soon() {
        passSeconds(2);
        assertTrue(surplus.isOpen());
        assertEquals("", sent(surplus));
        passSeconds(3);
        assertTrue(sent(surplus).startsWith("HTTP/1.1 503 "));
        passSeconds(6);
        assertFalse(surplus.isOpen());
        assertTrue(client.isOpen());
    }

    @Test
    void whoever_does_not_come_to_the_end_of_a_head_is_refused_soon() {
        receive(surplus, "GET /pe");
        receive(client, "GET /a");
        passSeconds(3);
        assertRefused();
        assertEquals("", sent(client));
    }

    @Test
    void a_connection_is_not_too_many_any_more_once_another_has_ended() {
        var _ = client.close();
        passSeconds(3);
        receive(surplus, "GET /a HTTP/1.1\r\n\r\n");
        calls.remove().respond(HttpAnswer.text(200, "a"));
        assertTrue(sent(surplus).startsWith("HTTP/1.1 200 "));
        assertTrue(surplus.isOpen());
    }

    @Test
    void those_over_the_limit_are_bounded_too() {
        var places = new Places(3);
        Places.Place last = null;
        for (int i = 0; i < 3 + Places.SURPLUS_MAX; i++) {
            last = Objects.requireNonNull(places.take());
            assertEquals(i >= 3, last.surplus());
        }
        assertNull(places.take());
        Objects.requireNonNull(last).leave();
        last.leave();
        assertTrue(Objects.requireNonNull(places.take()).surplus());
        assertNull(places.take(), "a place is given back once");
    }
}
