package io.clew.sim;

import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;

/**
 * What came of one run.
 *
 * @param executed what really happened, as a schedule that gives the same run again
 * @param failure null if everything held
 * @param hash over every event of the run: equal schedules give equal hashes
 * @param effectsHash over what nodes and clients did, but not over the strikes themselves
 * @param recoveries how often the real recovery ran on copies of the disks
 * @param strikes what each strike of the executed schedule did, in order
 */
public record Result(
        Schedule executed,
        @Nullable Failure failure,
        long hash,
        long effectsHash,
        long events,
        long simulatedNanos,
        int operations,
        int succeeded,
        long recoveries,
        SortedMap<String, Long> faults,
        List<Struck> strikes) {

    /**
     * @param what it did, for people
     * @param touches how often it made something go another way
     */
    public record Struck(Strike strike, String what, long touches) {
        /** Says so in a few words. */
        public String note() {
            return what + ", touched " + touches;
        }
    }

    /**
     * @param invariant the name of what does not hold
     * @param what how it was seen
     */
    public record Failure(String invariant, String what, Throwable cause) {}

    public boolean passed() {
        return failure == null;
    }
}
