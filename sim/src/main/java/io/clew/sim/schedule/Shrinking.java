package io.clew.sim.schedule;

import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing schedule as small as it gets while it fails the same way: first whole parts go,
 * in ever smaller chunks (delta debugging), then what is left becomes plainer, until nothing more
 * can be done or the time is up.
 *
 * <p>A schedule may be asked to fail with several seeds of noise. Then no step is taken that makes
 * it fail with fewer of them than before: what hangs on one lucky delay less survives more changes
 * of the code.
 */
public final class Shrinking {
    private final Predicate<Schedule> fails;
    private final int noises;
    private final BooleanSupplier timeIsUp;
    private final Consumer<String> progress;
    private Schedule best;
    private int bestScore;
    private int tried;

    /**
     * @param fails whether a schedule still fails the same way
     * @param noises with how many seeds of noise a schedule is tried, its own and those after it
     * @param progress is told of each step
     */
    public Shrinking(
            Predicate<Schedule> fails,
            int noises,
            BooleanSupplier timeIsUp,
            Consumer<String> progress) {
        this.fails = fails;
        this.noises = noises;
        this.timeIsUp = timeIsUp;
        this.progress = progress;
        this.best = new Schedule(Setup.plain(1), 0, List.of(), List.of(), false);
    }

    /**
     * The smallest schedule that was found.
     *
     * @param failing must fail itself
     */
    public Schedule smallest(Schedule failing) {
        best = failing;
        bestScore = score(failing, 1);
        if (bestScore == 0) {
            throw new IllegalArgumentException("the schedule to shrink does not fail");
        }
        Schedule before;
        do {
            before = best;
            Parts.strikes(this);
            Parts.clients(this);
            Parts.calls(this);
            Parts.settings(this);
            Parts.machines(this);
            Plainer.strikes(this);
            Plainer.calls(this);
            Plainer.settings(this);
            Plainer.noise(this);
        } while (!best.equals(before) && !timeIsUp.getAsBoolean());
        return best;
    }

    /** How many schedules have been run. */
    public int tried() {
        return tried;
    }

    /** With how many of the seeds of noise the smallest one fails. */
    public int score() {
        return bestScore;
    }

    Schedule best() {
        return best;
    }

    /** Takes a schedule as the best one if it fails no less often. */
    boolean take(Schedule candidate) {
        if (timeIsUp.getAsBoolean() || candidate.equals(best)) {
            return false;
        }
        int score = score(candidate, bestScore);
        if (score < bestScore) {
            return false;
        }
        best = candidate;
        bestScore = score;
        progress.accept(
                tried
                        + " tried; "
                        + best.setup().nodes()
                        + " nodes, "
                        + best.strikes().size()
                        + " strikes, "
                        + best.operations()
                        + " calls, "
                        + Settings.of(best.setup()).size()
                        + " settings, "
                        + bestScore
                        + " of "
                        + noises
                        + " noises");
        return true;
    }

    /** Counts the failures, and gives up when too few are left for the goal. */
    private int score(Schedule candidate, int goal) {
        int score = 0;
        for (int i = 0; i < noises && score + noises - i >= goal; i++) {
            tried++;
            boolean failed = fails.test(candidate.withNoise(candidate.noise() + i));
            if (i == 0 && !failed) {
                return 0;
            }
            score += failed ? 1 : 0;
        }
        return score;
    }

    /**
     * Removes what is not needed from a list.
     *
     * @param rebuild the schedule with only some of the parts
     */
    <T> void minimize(List<T> all, Function<List<T>, Schedule> rebuild) {
        List<T> parts = all;
        for (int size = parts.size(); size >= 1; size /= 2) {
            int from = 0;
            while (from < parts.size()) {
                var rest = new ArrayList<>(parts.subList(0, from));
                rest.addAll(parts.subList(Math.min(parts.size(), from + size), parts.size()));
                if (take(rebuild.apply(rest))) {
                    parts = rest;
                } else {
                    from += size;
                }
            }
        }
    }
}
