package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.SocketTransport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class HttpServerTest {
    private final EchoServer server;

    HttpServerTest() throws IOException {
        server = EchoServer.started(SocketTransport.best());
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop();
    }

    private RawClient client() throws IOException {
        return server.client();
    }

    private HttpCall heldCall() throws InterruptedException {
        return server.heldCall();
    }

    @Test
    void answers_given_while_the_event_loop_is_busy_all_arrive()
            throws IOException, InterruptedException {
        try (var blocking = client();
                var one = client();
                var two = client();
                var three = client()) {
            var waiting = List.of(one, two, three);
            var calls = new ArrayList<HttpCall>();
            for (RawClient client : waiting) {
                client.send("GET /held HTTP/1.1\r\n\r\n");
                calls.add(heldCall());
            }
            blocking.send("GET /block HTTP/1.1\r\n\r\n");
            EchoServer.await(server.loopBlocked);
            for (HttpCall call : calls) {
                call.respond(HttpAnswer.text(200, "number " + calls.indexOf(call)));
            }
            server.answersGiven.countDown();
            assertEquals("free", blocking.answer().text());
            for (RawClient client : waiting) {
                assertEquals("number " + waiting.indexOf(client), client.answer().text());
            }
        }
    }

    @Test
    void every_answer_carries_its_length_its_type_and_nosniff() throws IOException {
        try (var client = client()) {
            var answer = client.send("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n").answer();
            assertEquals(200, answer.status());
            assertEquals("GET /a?b=c\n", answer.text());
            assertEquals("text/plain; charset=utf-8", answer.header("Content-Type"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("(none)", answer.header("Connection"));
        }
    }

    @Test
    void a_connection_serves_one_request_after_the_other() throws IOException {
        try (var client = client()) {
            for (int i = 0; i < 3; i++) {
                var answer =
                        client.send("PUT /body HTTP/1.1\r\nContent-Length: 1\r\n\r\n" + i).answer();
                assertEquals(Integer.toString(i), answer.text());
            }
        }
    }

    @Test
    void pipelined_requests_run_one_by_one_and_are_answered_in_order()
            throws IOException, InterruptedException {
        try (var client = client()) {
            client.send(
                    "GET /held HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /held HTTP/1.1\r\n\r\n");
            HttpCall first = heldCall();
            assertTrue(server.held.isEmpty());
            first.respond(HttpAnswer.text(200, "1"));
            heldCall().respond(HttpAnswer.text(200, "3"));
            assertEquals("1", client.answer().text());
            assertEquals("GET /2\n", client.answer().text());
            assertEquals("3", client.answer().text());
        }
    }

    @Test
    void thousands_of_pipelined_requests_need_neither_stack_nor_memory() throws IOException {
        try (var client = client()) {
            int count = 20_000;
            var sender =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            client.send("GET /x HTTP/1.1\r\n\r\n".repeat(count));
                                        } catch (IOException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            for (int i = 0; i < count; i++) {
                assertEquals("GET /x\n", client.answer().text());
            }
            assertTrue(!sender.isInterrupted());
        }
    }

    @Test
    void http_1_0_closes_unless_it_asks_to_stay() throws IOException {
        try (var client = client()) {
            var stays = client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();
            assertEquals("keep-alive", stays.header("Connection"));
            var goes = client.send("GET /a HTTP/1.0\r\n\r\n").answer();
            assertEquals("close", goes.header("Connection"));
            assertTrue(client.ended());
        }
    }

    @Test
    void what_is_no_http_behind_a_good_request_is_refused_after_its_answer() throws IOException {
        try (var client = client()) {
            client.send("GET /a HTTP/1.1\r\n\r\nnonsense\r\n\r\n");
            assertEquals(200, client.answer().status());
            assertEquals(400, client.answer().status());
        }
    }

    @Test
    void head_is_answered_without_the_body() throws IOException {
        try (var client = client()) {
            var answer = client.send("HEAD /a HTTP/1.1\r\n\r\n").answer(true);
            assertEquals("8", answer.header("Content-Length"));
            assertEquals("GET /b\n", client.send("GET /b HTTP/1.1\r\n\r\n").answer().text());
        }
    }

    @Test
    void large_bodies_come_and_go_whole() throws IOException {
        byte[] value = new byte[1 << 20];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (i * 31 + i / 256);
        }
        try (var client = client()) {
            client.send("PUT /body HTTP/1.1\r\nContent-Length: " + value.length + "\r\n\r\n");
            assertArrayEquals(value, client.send(value).answer().body().array());
            client.send("PUT /body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("100000\r\n").send(value).send("\r\n0\r\n\r\n");
            assertArrayEquals(value, client.answer().body().array());
        }
    }

    @Test
    void too_large_a_body_is_refused_before_it_is_read_and_the_answer_seen() throws IOException {
        byte[] half = new byte[1 << 20];
        try (var client = client()) {
            client.send("PUT /body HTTP/1.1\r\nContent-Length: 2097152\r\n\r\n");
            assertEquals(413, client.answer().status());
            assertTrue(client.send(half).send(half).ended());
        }
    }

    @Test
    void chunks_are_counted_as_they_come() throws IOException {
        try (var client = client()) {
            client.send("PUT /body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("100000\r\n").send(new byte[1 << 20]).send("\r\n1\r\nx\r\n");
            assertEquals(413, client.answer().status());
            assertTrue(client.send("0\r\n\r\n").ended());
        }
    }

    @Test
    void continue_is_sent_only_if_the_body_will_be_read() throws IOException {
        String head = "PUT /body HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ";
        try (var client = client()) {
            assertEquals(100, client.send(head + "2\r\n\r\n").answer().status());
            assertEquals("ok", client.send("ok").answer().text());
            assertEquals(413, client.send(head + "2000000\r\n\r\n").answer().status());
        }
    }

    @Test
    void what_the_head_decides_is_answered_before_the_body() throws IOException {
        try (var client = client()) {
            client.send("PUT /early HTTP/1.1\r\nContent-Length: 3\r\n\r\n");
            var answer = client.answer();
            assertEquals(307, answer.status());
            assertEquals("close", answer.header("Connection"));
            assertTrue(client.send("abc").ended());
        }
    }

    @Test
    void no_more_is_thrown_away_than_the_limit() throws IOException {
        try (var client = client()) {
            client.send("PUT /early HTTP/1.1\r\nContent-Length: 900000000\r\n\r\n");
            assertEquals(307, client.answer().status());
            assertThrows(
                    IOException.class,
                    () -> {
                        for (int i = 0; i < 900; i++) {
                            client.send(new byte[1 << 20]);
                        }
                    });
        }
    }

    @Test
    void what_is_no_http_is_refused_and_the_connection_closed() throws IOException {
        String[][] table = {
            {"nonsense\r\n\r\n", "400"},
            {"GET /a HTTP/1.1\r\nbad header\r\n\r\n", "400"},
            {"GET /a HTTP/1.1\r\nContent-Length: x\r\n\r\n", "400"},
            {"PUT /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"},
            {
                "PUT /a HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "400"
            },
            {"PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
            {"PUT /a HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"},
            {"PUT /a HTTP/1.1\r\nExpect: wonders\r\n\r\n", "417"},
            {"GET /" + "a".repeat(1100) + " HTTP/1.1\r\n\r\n", "400"},
            {"GET / HTTP/1.1\r\nX: " + "a".repeat(2100) + "\r\n\r\n", "431"},
            {"GET /a HTTP/2.0\r\n\r\n", "505"},
        };
        for (String[] row : table) {
            try (var client = client()) {
                var answer = client.send(row[0]).answer();
                assertEquals(row[1], Integer.toString(answer.status()), row[0]);
                assertEquals("close", answer.header("Connection"), row[0]);
                assertTrue(client.endOutput().ended(), row[0]);
            }
        }
    }

    @Test
    void a_handler_that_throws_is_a_500_and_the_connection_stays() throws IOException {
        try (var client = client()) {
            assertEquals(500, client.send("GET /broken HTTP/1.1\r\n\r\n").answer().status());
            assertEquals(200, client.send("GET /a HTTP/1.1\r\n\r\n").answer().status());
        }
    }

    @Test
    void an_answer_for_a_client_that_has_gone_is_dropped()
            throws IOException, InterruptedException {
        HttpCall call;
        try (var client = client()) {
            client.send("GET /held HTTP/1.1\r\n\r\n");
            call = heldCall();
        }
        call.respond(HttpAnswer.text(200, "nobody"));
        assertThrows(
                IllegalStateException.class, () -> call.respond(HttpAnswer.text(200, "twice")));
        try (var client = client()) {
            assertEquals(200, client.send("GET /a HTTP/1.1\r\n\r\n").answer().status());
        }
    }

    @Test
    void a_connection_too_many_is_told_so() throws IOException {
        var clients = new RawClient[10];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client();
            clients[i].send("GET /a HTTP/1.1\r\n\r\n").answer();
        }
        try (var client = client()) {
            var answer = client.send("GET /a HTTP/1.1\r\n\r\n").answer();
            assertEquals(503, answer.status());
            assertEquals("1", answer.header("Retry-After"));
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void a_port_in_use_is_a_bind_exception() {
        var second =
                new HttpServer(
                        SocketTransport.best(),
                        EchoServer.config(server.http.port()),
                        server,
                        null);
        assertThrows(BindException.class, second::start);
    }

    @Test
    void a_client_may_still_ask_once_before_its_idle_connection_is_closed()
            throws IOException, InterruptedException {
        try (var asks = client()) {
            asks.send("GET /a HTTP/1.1\r\n\r\n").answer();
            server.http.stopAccepting();
            var closing = Thread.ofVirtual().start(this::closeIdleInALongTime);
            var answer = asks.send("GET /b HTTP/1.1\r\n\r\n").answer();
            assertEquals("GET /b\n", answer.text());
            assertEquals("close", answer.header("Connection"));
            assertTrue(asks.ended());
            assertTrue(closing.join(Duration.ofSeconds(20)), "nobody is left to wait for");
        }
    }

    private void closeIdleInALongTime() {
        try {
            server.http.closeIdle(EchoServer.LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closing_ends_idle_connections_and_waits_for_answers()
            throws IOException, InterruptedException {
        try (var idle = client();
                var busy = client()) {
            idle.send("GET /a HTTP/1.1\r\n\r\n").answer();
            busy.send("GET /held HTTP/1.1\r\n\r\n");
            HttpCall call = heldCall();
            server.http.stopAccepting();
            server.http.closeIdle(Duration.ZERO);
            assertTrue(idle.ended());
            call.respond(HttpAnswer.text(200, Bytes.of("last".getBytes(StandardCharsets.UTF_8))));
            var answer = busy.answer();
            assertEquals("last", answer.text());
            assertEquals("close", answer.header("Connection"));
            assertTrue(busy.ended());
            server.http.close(EchoServer.LONG);
        }
    }
}
