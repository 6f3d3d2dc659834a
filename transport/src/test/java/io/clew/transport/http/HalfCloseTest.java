package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.SocketTransport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.Objects;

/** Clients that end their side of the connection early, and want all their answers. */
class HalfCloseTest {
    private @Nullable EchoServer server;

    private RawClient client(SocketTransport transport) throws IOException {
        var started = EchoServer.started(transport);
        server = started;
        return started.client();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.stop();
        }
    }

    private HttpCall heldCall() throws InterruptedException {
        return Objects.requireNonNull(server).heldCall();
    }

    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void an_answer_larger_than_all_socket_buffers_comes_whole(SocketTransport transport)
            throws IOException, InterruptedException {
        int size = 32 << 20;
        try (var client = client(transport)) {
            client.send("GET /held HTTP/1.1\r\n\r\n").endOutput();
            heldCall().respond(HttpAnswer.text(200, Bytes.of(new byte[size])));
            assertEquals(size, client.answer().body().size());
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void a_client_that_ends_its_side_while_it_is_answered_is_let_go(SocketTransport transport)
            throws IOException, InterruptedException {
        int size = 32 << 20;
        try (var client = client(transport)) {
            client.send("GET /held HTTP/1.1\r\n\r\n");
            heldCall().respond(HttpAnswer.text(200, Bytes.of(new byte[size])));
            client.read(1 << 20); // It is being written, and more than fits into any buffer.
            client.endOutput();
            client.read(size - (1 << 20));
            assertTrue(client.readToEnd() > 0, "the head, which came before the body");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void requests_that_waited_behind_another_are_all_answered(SocketTransport transport)
            throws IOException, InterruptedException {
        int count = 5_000; // more bytes than one read takes
        var requests = new StringBuilder("GET /held HTTP/1.1\r\n\r\n");
        for (int i = 0; i < count; i++) {
            requests.append("GET /").append(i).append(" HTTP/1.1\r\n\r\n");
        }
        try (var client = client(transport)) {
            client.send(requests.toString()).endOutput();
            heldCall().respond(HttpAnswer.text(200, "first"));
            assertEquals("first", client.answer().text());
            for (int i = 0; i < count; i++) {
                assertEquals("GET /" + i + "\n", client.answer().text());
            }
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void a_client_that_ended_its_side_still_gets_the_answer(SocketTransport transport)
            throws IOException, InterruptedException {
        try (var client = client(transport)) {
            client.send("GET /held HTTP/1.1\r\n\r\n").endOutput();
            heldCall().respond(HttpAnswer.text(200, "late"));
            assertEquals("late", client.answer().text());
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void requests_before_the_client_ended_its_side_are_all_answered(SocketTransport transport)
            throws IOException, InterruptedException {
        try (var client = client(transport)) {
            client.send("GET /held HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /part").endOutput();
            heldCall().respond(HttpAnswer.text(200, "a"));
            assertEquals("a", client.answer().text());
            assertEquals("GET /b\n", client.answer().text());
            assertTrue(client.ended());
        }
    }
}
