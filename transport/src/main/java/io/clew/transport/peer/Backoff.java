package io.clew.transport.peer;

import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: short at first, doubled up to a limit, jittered so that nodes differ.
 */
final class Backoff {
    private static final int FIRST_MILLIS = 20;

    private final int millisMax;
    private final RandomGenerator random;
    private int ceilingMillis = FIRST_MILLIS;

    Backoff(int millisMax, RandomGenerator random) {
        this.millisMax = millisMax;
        this.random = random;
    }

    void reset() {
        ceilingMillis = FIRST_MILLIS;
    }

    /** Between half of the current ceiling and all of it. */
    int nextMillis() {
        int ceiling = Math.min(ceilingMillis, millisMax);
        ceilingMillis = Math.min(2 * ceiling, millisMax);
        return ceiling - random.nextInt(ceiling / 2 + 1);
    }
}
