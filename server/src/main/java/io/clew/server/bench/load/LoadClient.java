package io.clew.server.bench.load;

/** One client with one request under way at a time; all methods are called on its event loop. */
public interface LoadClient {
    /** Connects, if need be, and begins with the first request. */
    void start();

    /** Begins no further request; what is under way goes on. */
    void stop();

    /** Whether it was stopped and nothing is under way any more. */
    boolean idle();

    /** Whether every key that this client has to write before others read has been written. */
    boolean filled();

    /**
     * In an open loop, how many requests are due whose client waits already for longer than so
     * long.
     */
    long overdue(long nowNanos, long nanos);

    /** Counts the request under way as failed if it has taken too long. */
    void giveUpIfLate(long nowNanos);

    /** Ends at once. */
    void close();
}
