package io.clew.sim;

import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.schedule.Shrinking;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Strike;

import java.io.PrintStream;
import java.util.List;

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
        long start = System.nanoTime();
        String oracle = failing.expect();
        var shrinking =
                new Shrinking(
                        s -> oracle.equals(subject.violated(s, null)),
                        noises,
                        () -> (System.nanoTime() - start) / NANOS_PER_MINUTE > minutes,
                        step -> progress.print("\r" + step + "    "));
        Schedule smallest = shrinking.smallest(failing.schedule());
        progress.printf(
                "%n%d schedules tried in %.1f minutes%n",
                shrinking.tried(), (System.nanoTime() - start) / NANOS_PER_MINUTE);
        ScheduleFile executed = subject.executed(smallest);
        List<String> notes = smallest.strikes().stream().map(s -> note(s, executed)).toList();
        return new ScheduleFile(smallest, oracle, planted, notes);
    }

    private static String note(Strike strike, ScheduleFile executed) {
        int at = executed.schedule().strikes().indexOf(strike);
        return at < 0 ? "only with other noise" : executed.notes().get(at);
    }
}
