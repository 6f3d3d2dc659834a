package io.clew.transport.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that large request bodies of all connections may take together. */
final class BodyBudget {
    private final long bytesMax;
    private final AtomicLong bytesUsed = new AtomicLong();

    BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    boolean tryReserve(long bytes) {
        if (bytesUsed.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        bytesUsed.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        if (bytes != 0) {
            bytesUsed.addAndGet(-bytes);
        }
    }
}
