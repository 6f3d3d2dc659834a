package io.clew.sim;

import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;
import io.clew.sim.world.mark.Mark;
import io.clew.sim.world.mark.StepMatrix;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
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
 * @param seen what the run came through
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
        List<Struck> strikes,
        Seen seen) {

    /**
     * What the run came through.
     *
     * @param marks how often it was in each of the rare states, those that it was in
     * @param steps how often each family of faults touched a node in each step of the protocol
     */
    public record Seen(Map<Mark, Long> marks, StepMatrix steps, Budgets budgets) {}

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

    /** How many of the operations succeeded, 1 if there were none. */
    public double succeededShare() {
        return operations == 0 ? 1 : (double) succeeded / operations;
    }

    /** The name of the invariant that did not hold, null if all did. */
    public @Nullable String violated() {
        return failure == null ? null : failure.invariant();
    }

    public boolean passed() {
        return failure == null;
    }
}
