package io.clew.transport.http;

/**
 * Tells a client that takes too little of its answers, which are held in memory for it: a byte now
 * and then is not enough.
 */
final class StallWatch {
    /**
     * So much, or all that is left where that is less, has to be taken within the time given. A
     * socket takes more in steps of up to some 800 KB, so that this may come to twice as much.
     */
    static final int BYTES = 512 << 10;

    private boolean waits;
    private long dueBytes;
    private long sinceNanos;

    /**
     * Whether the client has had longer than it may; to be asked again and again.
     *
     * @param begunBytes of all answers so far
     * @param leftBytes of them that it has not taken yet
     */
    boolean stalled(long begunBytes, long leftBytes, long now, long limitNanos) {
        long taken = begunBytes - leftBytes;
        if (leftBytes == 0 || !waits || taken >= dueBytes) {
            waits = leftBytes > 0;
            dueBytes = taken + Math.min(leftBytes, BYTES);
            sinceNanos = now;
        }
        return now - sinceNanos > limitNanos;
    }
}
