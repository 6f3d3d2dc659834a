package io.clew.server;

import java.io.IOException;

/**
 * Runs the way of a request before {@code /health} says yes, so that no client pays for what
 * happens once: loading classes, compiling, filling pools. Asks only what changes nothing, and
 * takes any answer, since there may be no leader yet.
 */
final class WarmUp {
    private static final int ROUNDS = 12;
    private static final long TIME_NANOS = 1_500_000_000L;

    private static final String[] REQUESTS = {
        "GET /kv/warm-up", "PUT /kv/", "DELETE /kv/", "GET /cluster/info", "GET /health",
    };

    private WarmUp() {}

    /** Comes back early if the server is slow or does not answer: it is then as warm as it gets. */
    static void run(String host, int port) {
        long start = System.nanoTime();
        try (var client = new PlainClient(host, port)) {
            for (int i = 0; i < ROUNDS && System.nanoTime() - start < TIME_NANOS; i++) {
                for (String request : REQUESTS) {
                    client.send(request, "");
                }
            }
        } catch (IOException e) {
            // Not warm, then: the first requests are slower, and nothing else.
        }
    }
}
