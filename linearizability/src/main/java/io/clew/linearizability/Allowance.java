package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;

/** A budget while it is being spent on one key. */
final class Allowance {
    /** The clock is read once in so many questions. */
    private static final int QUESTIONS_PER_LOOK = 256;

    private final Budget budget;
    private final long startNanos;
    private int questions;
    private boolean late;
    private boolean isFull;

    Allowance(Budget budget) {
        this.budget = budget;
        startNanos = budget.time() == null ? 0 : System.nanoTime();
    }

    /** Whether the search may go on with so many states remembered, which take so many bytes. */
    boolean covers(long states, long bytes) {
        isFull = bytes > budget.bytes();
        return !isFull && states < budget.states() && !isLate(budget.time());
    }

    private boolean isLate(@Nullable Duration time) {
        if (time != null && ++questions % QUESTIONS_PER_LOOK == 0) {
            late = System.nanoTime() - startNanos > time.toNanos();
        }
        return late;
    }

    String whatRanOut() {
        if (isFull) {
            return "the " + (budget.bytes() >> 10) + " KB of memory allowed for a search ran out";
        }
        return late
                ? "the " + seconds(budget.time()) + " s allowed for a key ran out"
                : "the " + budget.states() + " states allowed for a key ran out";
    }

    private static String seconds(@Nullable Duration time) {
        return time == null
                ? ""
                : BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
