package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.transport.SocketTransport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A real server that answers with what it was asked; {@code /held} waits for the test to answer.
 */
final class EchoServer implements HttpHandler {
    static final Duration LONG = Duration.ofMinutes(10);

    final BlockingQueue<HttpCall> held = new LinkedBlockingQueue<>();

    /** {@code /block} was asked for, and holds the event loop until it may go on. */
    final CountDownLatch loopBlocked = new CountDownLatch(1);

    final CountDownLatch answersGiven = new CountDownLatch(1);
    final HttpServer http;

    private EchoServer(SocketTransport transport) {
        http = new HttpServer(transport, config(0), this, null);
    }

    static EchoServer started(SocketTransport transport) throws IOException {
        var server = new EchoServer(transport);
        server.http.start();
        return server;
    }

    /** One event loop, ten connections, small limits and no timeouts to speak of. */
    static HttpConfig config(int port) {
        return new HttpConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                1,
                new HttpConfig.Limits(10, 1024, 2048, 1 << 20, 1 << 21, 1 << 22),
                new HttpConfig.Timeouts(LONG, LONG, LONG, LONG, LONG));
    }

    @Override
    public @Nullable HttpAnswer early(HttpHead head) {
        return head.target().equals("/early") ? HttpAnswer.text(307, "elsewhere\n") : null;
    }

    @Override
    public boolean vital(HttpHead head) {
        return false;
    }

    @Override
    public void handle(HttpCall call) {
        switch (call.target()) {
            case "/held" -> held.add(call);
            case "/block" -> {
                loopBlocked.countDown();
                await(answersGiven);
                call.respond(HttpAnswer.text(200, "free"));
            }
            case "/broken" -> throw new IllegalStateException("broken on purpose");
            case "/body" -> call.respond(HttpAnswer.text(200, call.body()));
            default ->
                    call.respond(HttpAnswer.text(200, call.method() + " " + call.target() + "\n"));
        }
    }

    RawClient client() throws IOException {
        return new RawClient(http.port());
    }

    HttpCall heldCall() throws InterruptedException {
        HttpCall call = held.poll(20, TimeUnit.SECONDS);
        assertTrue(call != null, "no request was held");
        return call;
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() throws InterruptedException {
        http.close(Duration.ZERO);
    }
}
