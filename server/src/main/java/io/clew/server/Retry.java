package io.clew.server;

import java.util.function.Supplier;

/**
 * Tries again for a while what a process that is just dying may still hold: its port, its folder.
 */
final class Retry {
    private static final long TIME_NANOS = 3_000_000_000L;
    private static final long PAUSE_MILLIS = 50;

    private Retry() {}

    /** The exception of this kind that still comes after 3 s is the caller's. */
    static <T> T whileHeld(Class<? extends RuntimeException> held, Supplier<T> attempt) {
        long start = System.nanoTime();
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                if (!held.isInstance(e) || System.nanoTime() - start > TIME_NANOS) {
                    throw e;
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                throw new StartException("interrupted while starting", e);
            }
        }
    }
}
