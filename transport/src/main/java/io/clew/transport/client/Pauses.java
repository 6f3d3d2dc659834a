package io.clew.transport.client;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long one call waits before it tries again: short at first, doubled up to a limit, jittered so
 * that calls which failed together do not come back together.
 */
final class Pauses {
    static final int FIRST_MILLIS = 10;
    static final int MILLIS_MAX = 320;

    private final RandomGenerator random;
    private int ceiling = FIRST_MILLIS;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** Nanoseconds between half of the current ceiling and all of it. */
    long next() {
        long nanos = TimeUnit.MILLISECONDS.toNanos(ceiling);
        ceiling = Math.min(2 * ceiling, MILLIS_MAX);
        return nanos / 2 + random.nextLong(nanos / 2 + 1);
    }
}
