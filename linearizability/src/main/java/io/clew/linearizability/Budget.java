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
 */
public record Budget(long states, @Nullable Duration time) {
    public Budget {
        if (states <= 0) {
            throw new IllegalArgumentException("a budget of " + states + " states");
        }
    }

    public static Budget states(long states) {
        return new Budget(states, null);
    }
}
