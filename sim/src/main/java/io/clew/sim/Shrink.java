package io.clew.sim;

import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.schedule.Shrinking;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shrinks a failure for a while and tells how it goes.
 *
 * @param planted the bug that is planted in the subject, empty if none
 * @param minutes when to end
 * @param noises with how many seeds of noise each schedule is tried
 */
record Shrink(Subject subject, String planted, double minutes, int noises) {
    private static final double NANOS_PER_MINUTE = 60e9;

    /** The small schedule, with what it violates. */
    ScheduleFile of(ScheduleFile failing, PrintStream progress) {
        String oracle = failing.expect();
        Schedule smallest =
                smallest(
                        failing.schedule(),
                        s -> oracle.equals(subject.violated(s, null)),
                        progress);
        ScheduleFile executed = subject.executed(smallest);
        List<String> notes = smallest.strikes().stream().map(s -> note(s, executed)).toList();
        return new ScheduleFile(smallest, oracle, planted, notes);
    }

    /**
     * What hangs on its own noise at first mostly does so no longer when some of it has gone, so
     * that it is tried with all of them. If that comes to nothing, half of the time is left to
     * shrink it at least as far as it gets with its own.
     */
    Schedule smallest(Schedule failing, Predicate<Schedule> fails, PrintStream progress) {
        long start = System.nanoTime();
        Shrinking all = shrinking(fails, noises, start, minutes / 2, progress);
        Schedule smallest = all.smallest(failing);
        int tried = all.tried();
        if (noises > 1 && all.score() == 1) {
            progress.printf(
                    "%nof %d seeds of noise its own alone makes it fail: shrunk with that one, so"
                            + " that the file will hardly survive changes to the code%n",
                    noises);
            Shrinking own = shrinking(fails, 1, start, minutes, progress);
            smallest = own.smallest(smallest);
            tried += own.tried();
        }
        progress.printf("%n%d schedules tried in %.1f minutes%n", tried, minutesSince(start));
        return smallest;
    }

    /**
     * @param lonelyMax after so many minutes it ends if it fails with its own noise alone
     */
    private Shrinking shrinking(
            Predicate<Schedule> fails,
            int withNoises,
            long start,
            double lonelyMax,
            PrintStream progress) {
        var made = new Shrinking[1];
        made[0] =
                new Shrinking(
                        fails,
                        withNoises,
                        () -> minutesSince(start) > (made[0].score() > 1 ? minutes : lonelyMax),
                        step -> progress.print("\r" + step + "    "));
        return made[0];
    }

    private static double minutesSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_MINUTE;
    }

    private static String note(Strike strike, ScheduleFile executed) {
        int at = executed.schedule().strikes().indexOf(strike);
        return at < 0 ? "only with other noise" : executed.notes().get(at);
    }
}
