package io.clew.server;

import io.clew.transport.SocketTransport;
import io.clew.transport.client.Ask;
import io.clew.transport.client.Connections;
import io.clew.transport.client.Heard;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpAnswer.Header;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpHead;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Asks the leader for what this node does not lead, and passes its answer on, so that clients need
 * to reach one node only.
 *
 * <p>A request that is forwarded says so, and is not forwarded again: whoever does not lead after
 * all answers it as usual. It is this node that follows, a few times and for a bounded time.
 */
final class Forwarding implements AutoCloseable {
    /** Names the node that forwards. */
    static final String MARK = "Clew-Forwarded";

    static final String CUT_OFF = "cut off by order";
    private static final int ATTEMPTS_MAX = 3;

    /** To each node. */
    static final int CONNECTIONS = 256;

    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_BYTES_MIN = 1 << 20;
    private static final String READ = "GET";
    private static final int OVERHEAD_BYTES = 512;
    private static final long BYTES_MAX = 64L << 20;

    /** The leader answers in its own time; this is for one that does not answer at all. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What the leader must know of what the client has sent. */
    private static final List<String> PASSED = List.of("Idempotency-Key", "Clew-Session");

    /** What each connection, or each node for itself, says. */
    private static final Set<String> OWN =
            Set.of(
                    "connection",
                    "content-length",
                    "content-type",
                    "date",
                    "keep-alive",
                    "transfer-encoding",
                    "x-content-type-options");

    private final String self;
    private final Limits limits;
    private final Predicate<String> reaches;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Connections connections;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param left how often it may be sent yet
     * @param end when it is given up
     */
    private record Errand(HttpCall call, Ask ask, int left, long end) {
        boolean reads() {
            return call.method().equals(READ);
        }
    }

    /**
     * What is put up with.
     *
     * @param count of requests that are forwarded at the same time; more are refused
     * @param bytes of their bodies together
     * @param answerBytes of one answer's body
     * @param nanos from when a request is forwarded to when it is answered
     */
    record Limits(int count, long bytes, int answerBytes, long nanos) {
        static Limits of(ServerConfig config) {
            return new Limits(
                    config.engine().pendingMax(),
                    Math.max(BYTES_MAX, 2L * config.valueBytesMax()),
                    Math.max(ANSWER_BYTES_MIN, config.valueBytesMax()),
                    config.engine().requestTimeoutNanos() + PATIENCE_NANOS);
        }
    }

    /**
     * @param self the address of this node
     * @param reaches whether it may talk to an address
     */
    Forwarding(String self, Limits limits, Predicate<String> reaches) {
        SocketTransport transport = SocketTransport.best();
        this.self = self;
        this.limits = limits;
        this.reaches = reaches;
        group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("forward", true), transport.ioHandlers());
        loop = group.next();
        connections =
                new Connections(
                        loop,
                        transport,
                        new Connections.Limits(CONNECTIONS, CONNECT_MILLIS, limits.answerBytes()));
    }

    static boolean isForwarded(HttpHead head) {
        return head.header(MARK) != null;
    }

    /** Whether nobody waits for another node's answer. */
    boolean quiet() {
        return count.get() == 0;
    }

    /** Sees to the answer of a call; may be called by any thread. */
    void forward(HttpCall call, String leader) {
        int size = size(call);
        if (!admit(size)) {
            call.respond(HttpAnswer.unavailable("too many requests are being forwarded"));
            return;
        }
        var errand = new Errand(call, ask(call), ATTEMPTS_MAX, System.nanoTime() + limits.nanos());
        try {
            loop.execute(() -> send(errand, leader));
        } catch (RejectedExecutionException e) {
            respond(call, HttpAnswer.unavailable("this node stops"));
        }
    }

    private static int size(HttpCall call) {
        return OVERHEAD_BYTES + call.body().size();
    }

    private boolean admit(int size) {
        long before = bytes.getAndAdd(size);
        boolean fits = before == 0 || before + size <= limits.bytes();
        if (count.incrementAndGet() > limits.count() || !fits) {
            count.decrementAndGet();
            bytes.addAndGet(-size);
            return false;
        }
        return true;
    }

    private Ask ask(HttpCall call) {
        var headers = new ArrayList<Header>(PASSED.size() + 1);
        headers.add(new Header(MARK, self));
        for (String name : PASSED) {
            String value = call.header(name);
            if (value != null) {
                headers.add(new Header(name, value));
            }
        }
        return new Ask(call.method(), call.target(), headers, call.body());
    }

    private void send(Errand errand, String leader) {
        if (!reaches.test(leader)) {
            respond(errand.call, HttpAnswer.unavailable("not sent to " + leader + ": " + CUT_OFF));
            return;
        }
        long left = errand.end - System.nanoTime();
        connections.ask(leader, errand.ask, left, heard -> heard(errand, leader, heard));
    }

    private void heard(Errand errand, String leader, Heard heard) {
        switch (heard) {
            case Heard.NotSent(String why) ->
                    respond(
                            errand.call,
                            HttpAnswer.unavailable("not sent to " + leader + ": " + why));
            case Heard.Lost(String why) -> respond(errand.call, lost(errand, leader, why));
            case Heard.Answered _ when !reaches.test(leader) ->
                    respond(errand.call, lost(errand, leader, CUT_OFF));
            case Heard.Answered answer when answer.status() == 307 ->
                    follow(errand, answer.elsewhere());
            case Heard.Answered answer -> respond(errand.call, passedOn(answer));
        }
    }

    private static HttpAnswer lost(Errand errand, String leader, String why) {
        return errand.reads()
                ? HttpAnswer.unavailable("no answer from " + leader + ": " + why)
                : HttpAnswer.text(504, "outcome unknown: " + leader + ": " + why + "\n");
    }

    /** That was not done there, so that it may be sent elsewhere. */
    private void follow(Errand errand, @Nullable String next) {
        if (next == null || next.equals(self) || errand.left <= 1) {
            respond(errand.call, HttpAnswer.unavailable("the leader changes"));
        } else {
            send(new Errand(errand.call, errand.ask, errand.left - 1, errand.end), next);
        }
    }

    private static HttpAnswer passedOn(Heard.Answered answer) {
        String type = answer.header("Content-Type");
        var headers = new ArrayList<Header>();
        for (Header header : answer.headers()) {
            if (!OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header);
            }
        }
        return new HttpAnswer(
                answer.status(), type == null ? HttpAnswer.TEXT : type, answer.body(), headers);
    }

    private void respond(HttpCall call, HttpAnswer answer) {
        count.decrementAndGet();
        bytes.addAndGet(-size(call));
        call.respond(answer);
    }

    /** Whoever still waits is told that nobody knows. */
    @Override
    public void close() {
        try {
            loop.submit(connections::close).awaitUninterruptibly();
        } catch (RejectedExecutionException e) {
            return; // It is closed already.
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
