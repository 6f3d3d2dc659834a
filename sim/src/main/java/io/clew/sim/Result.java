package io.clew.sim;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;

/**
 * What came of one seed.
 *
 * @param failure null if everything held
 * @param hash over every event of the run: equal seeds give equal hashes
 * @param recoveries how often the real recovery ran on copies of the disks
 */
public record Result(
        long seed,
        @Nullable Failure failure,
        long hash,
        long events,
        long simulatedNanos,
        int operations,
        int succeeded,
        long recoveries,
        SortedMap<String, Long> faults) {

    /**
     * @param invariant the name of what does not hold
     * @param what how it was seen
     */
    public record Failure(String invariant, String what, Throwable cause) {}

    public boolean passed() {
        return failure == null;
    }
}
