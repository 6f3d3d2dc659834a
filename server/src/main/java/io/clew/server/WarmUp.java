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

    /** Who waits for the node to be healthy does so for ten seconds. */
    private static final long PATIENCE_NANOS = 6_000_000_000L;

    private static final long RETRY_MILLIS = 20;

    private static final String[] REQUESTS = {
        "GET /kv/warm-up", "PUT /kv/", "DELETE /kv/", "GET /cluster/info", "GET /health",
    };

    private WarmUp() {}

    /** Comes back early if the server is slow, and once it answered at all: it is warm enough. */
    static void run(String host, int port) {
        long start = System.nanoTime();
        // Five of them that start at once on a small machine may be slow to answer the first.
        while (!answers(host, port, start) && System.nanoTime() - start < PATIENCE_NANOS) {
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether each of the requests was answered at least once. */
    private static boolean answers(String host, int port, long start) {
        int rounds = 0;
        try (var client = new PlainClient(host, port)) {
            while (rounds == 0 || (rounds < ROUNDS && System.nanoTime() - start < TIME_NANOS)) {
                for (String request : REQUESTS) {
                    client.send(request, "");
                }
                rounds++;
            }
        } catch (IOException e) {
            return rounds > 0; // If so the first requests are slower, and nothing else.
        }
        return true;
    }
}
