package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How much work a check may do for each key before it answers that it does not know.
 *
 * <p>Counted in search states the verdict is the same on every machine and in every run; a limit in
 * time is for impatient people only.
 *
 * @param states distinct states that the search may remember
 * @param time how long it may take, or null for no limit; without one no clock is read
 * @param bytes how much memory the remembered states may take, for all keys that are searched at
 *     the same time together
 */
public record Budget(long states, @Nullable Duration time, long bytes) {
    /** No limit in memory but that of the machine. */
    public static final long ALL_MEMORY = Long.MAX_VALUE;

    public Budget {
        if (states <= 0) {
            throw new IllegalArgumentException("a budget of " + states + " states");
        }
    }

    public Budget(long states, @Nullable Duration time) {
        this(states, time, ALL_MEMORY);
    }

    public static Budget states(long states) {
        return new Budget(states, null);
    }

    /** What each of several checks may use that run at the same time. */
    Budget sharedBy(int checks) {
        return bytes == ALL_MEMORY
                ? this
                : new Budget(states, time, Math.max(1, bytes / Math.max(1, checks)));
    }
}
