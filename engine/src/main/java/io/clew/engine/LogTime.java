package io.clew.engine;

/**
 * The time that a leader writes into the log: the one it found there, and what has passed since on
 * its own monotonic clock. So it runs through changes of leaders without going back, and no clock
 * of the day is asked.
 */
final class LogTime {
    private static final long MILLI = 1_000_000;

    private long term = -1;
    private long baseMillis;
    private long since;

    /**
     * Must be asked from the beginning of each term that this node leads, or time stands still.
     *
     * @param appliedMillis the time that the log is known to have come to
     */
    long millis(long leadingTerm, long now, long appliedMillis) {
        long millis = baseMillis + (now - since) / MILLI;
        if (leadingTerm == term && millis >= appliedMillis) {
            return millis;
        }
        term = leadingTerm;
        baseMillis = appliedMillis;
        since = now;
        return appliedMillis;
    }
}
