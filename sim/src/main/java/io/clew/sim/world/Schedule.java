package io.clew.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * All that decides a run, fixed before it: equal schedules give equal runs.
 *
 * @param noise the seed of what is left to chance: delays of frames, the engine's own jitter
 * @param strikes in the order of their times; the first has the ordinal 1
 * @param calls of each client, in order
 * @param relief whether clients that starve get a quiet time. A drawn schedule does so; what then
 *     really happened is an explicit schedule without it
 */
public record Schedule(
        Setup setup,
        long noise,
        List<Strike> strikes,
        List<List<PlannedCall>> calls,
        boolean relief) {
    public Schedule {
        strikes = List.copyOf(strikes);
        calls = calls.stream().map(List::copyOf).toList();
    }

    /** The keys that are used. */
    public List<String> keys() {
        var keys = new TreeSet<String>();
        for (List<PlannedCall> client : calls) {
            for (PlannedCall call : client) {
                if (!call.key().isEmpty()) {
                    keys.add(call.key());
                }
            }
        }
        return List.copyOf(keys);
    }

    /** How many calls the clients are to make. */
    public int operations() {
        return calls.stream().mapToInt(List::size).sum();
    }

    public Schedule withSetup(Setup other) {
        return new Schedule(other, noise, strikes, calls, relief);
    }

    public Schedule withNoise(long other) {
        return new Schedule(setup, other, strikes, calls, relief);
    }

    public Schedule withStrikes(List<Strike> others) {
        return new Schedule(setup, noise, others, calls, relief);
    }

    public Schedule withCalls(List<List<PlannedCall>> others) {
        return new Schedule(setup, noise, strikes, others, relief);
    }

    /** The twin without one strike, whose ordinal is given. */
    public Schedule withoutStrike(int ordinal) {
        var others = new ArrayList<>(strikes);
        others.remove(ordinal - 1);
        return withStrikes(others);
    }
}
