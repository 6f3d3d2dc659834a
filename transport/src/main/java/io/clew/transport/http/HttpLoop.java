package io.clew.transport.http;

import io.netty.util.concurrent.EventExecutor;

import org.jspecify.annotations.Nullable;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What the connections of one event loop share: the way back for answers from other threads, a
 * coarse clock, and the sweep that enforces timeouts.
 *
 * <p>Answers are pushed on a stack that the event loop takes as a whole: only the push onto an
 * empty stack has to wake the loop, so that a batch of answers costs one wake-up. The clock moves
 * only with the sweep, so that a request reads no clock.
 */
final class HttpLoop {
    /** Two digits for a day, unlike what Java has ready under the name of that RFC. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final EventExecutor executor;
    private final AtomicReference<@Nullable Exchange> answered = new AtomicReference<>();
    private final Set<HttpConnection> connections = new LinkedHashSet<>();
    private long nowNanos;
    private String date = "";
    private final CountDownLatch empty = new CountDownLatch(1);
    private volatile boolean draining;

    HttpLoop(EventExecutor executor, long nowNanos) {
        this.executor = executor;
        this.nowNanos = nowNanos;
    }

    /** Takes an answer to its connection; called by any thread. */
    void answered(Exchange exchange) {
        if (executor.inEventLoop()) {
            deliver(exchange);
            return;
        }
        Exchange before;
        do {
            before = answered.get();
            exchange.next = before;
        } while (!answered.compareAndSet(before, exchange));
        if (before == null) {
            try {
                executor.execute(this::takeAnswers);
            } catch (RejectedExecutionException e) {
                // The loop has ended and all its connections with it.
                answered.set(null);
            }
        }
    }

    private void takeAnswers() {
        Exchange newest = answered.getAndSet(null);
        Exchange oldest = null;
        while (newest != null) {
            Exchange following = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = following;
        }
        while (oldest != null) {
            Exchange following = oldest.next;
            oldest.next = null;
            deliver(oldest);
            oldest = following;
        }
    }

    private static void deliver(Exchange exchange) {
        guarded(exchange.connection(), connection -> connection.answered(exchange));
    }

    /** What goes wrong with one connection, such as memory for a buffer, ends no other one. */
    private static void guarded(HttpConnection connection, Consumer<HttpConnection> step) {
        try {
            step.accept(connection);
        } catch (RuntimeException | Error e) {
            connection.fail(e);
        }
    }

    /** The time of the last sweep. */
    long nowNanos() {
        return nowNanos;
    }

    /** For the {@code Date} header, empty before the first sweep. */
    String date() {
        return date;
    }

    /** The server is going down: connections end with their next answer. */
    boolean draining() {
        return draining;
    }

    void add(HttpConnection connection) {
        connections.add(connection);
    }

    void remove(HttpConnection connection) {
        connections.remove(connection);
        noteEmpty();
    }

    private void noteEmpty() {
        if (draining && connections.isEmpty()) {
            empty.countDown();
        }
    }

    /** Runs the sweep from time to time. */
    void start(long sweepMillis) {
        var _ =
                executor.scheduleAtFixedRate(
                        () -> sweep(System.nanoTime(), ZonedDateTime.now(ZoneOffset.UTC)),
                        0,
                        sweepMillis,
                        TimeUnit.MILLISECONDS);
    }

    void sweep(long now, ZonedDateTime utc) {
        nowNanos = now;
        date = DATE.format(utc);
        snapshot().forEach(c -> guarded(c, connection -> connection.enforce(now)));
    }

    /** Lets connections end with their next answer. Called by any thread. */
    void drain() {
        draining = true; // At once: what is asked from now on is answered as the last.
        executor.execute(this::noteEmpty);
    }

    /** Closes connections without a request. Called by any thread. */
    void closeIdle() {
        executor.execute(() -> snapshot().forEach(HttpConnection::closeIfIdle));
    }

    /** Waits until a loop that drains has no connection any more. */
    void awaitEmpty(long nanos) throws InterruptedException {
        var _ = empty.await(nanos, TimeUnit.NANOSECONDS);
    }

    void closeAll() {
        executor.execute(() -> snapshot().forEach(HttpConnection::close));
    }

    private List<HttpConnection> snapshot() {
        return new ArrayList<>(connections);
    }
}
