package io.clew.transport.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the server listens and what it puts up with.
 *
 * @param eventLoops threads that do the bytes of all connections
 */
public record HttpConfig(
        InetSocketAddress address, int eventLoops, Limits limits, Timeouts timeouts) {

    /**
     * @param connections open at once; more are answered 503 and closed, but for peers and vital
     *     requests
     * @param lineBytes of a request line
     * @param headBytes of all headers of a request
     * @param bodyBytes of one request's body; more is answered 413
     * @param bodiesBytes of all large bodies in memory at once; more is answered 503
     * @param discardedBytes of a body that are read and thrown away after an early answer
     */
    public record Limits(
            int connections,
            int lineBytes,
            int headBytes,
            int bodyBytes,
            long bodiesBytes,
            long discardedBytes) {}

    /**
     * @param idle between two requests of a connection
     * @param head from the first byte of a request until its head is complete
     * @param body without any progress of a request's body
     * @param write until a client has taken the next half megabyte of an answer, or all that is
     *     left of it
     * @param discard reading and throwing away after an early answer; also how long a connection
     *     over the limit may take to ask something
     */
    public record Timeouts(
            Duration idle, Duration head, Duration body, Duration write, Duration discard) {}

    public static HttpConfig production(InetSocketAddress address) {
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        return new HttpConfig(
                address,
                Math.min(2, Runtime.getRuntime().availableProcessors()),
                new Limits(20_000, 8 << 10, 16 << 10, 10 << 20, quarter, 64L << 20),
                new Timeouts(
                        Duration.ofSeconds(180),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2)));
    }
}
