package io.clew.sim;

import io.clew.sim.exhaust.ExhaustCommand;
import io.clew.sim.exhaust.Exhaustive;
import io.clew.sim.report.Pages;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.schedule.ScheduleFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

import java.util.List;
import java.util.function.Consumer;

/**
 * Runs with texts in and texts out, so that a simulator that was loaded a second time, around an
 * engine with a planted bug, can be used like this one.
 */
public final class Replay {
    private Replay() {}

    /**
     * The invariant that a written schedule violates, null if it violates none.
     *
     * @param listener is told what happens, null if nobody wants to know
     */
    public static @Nullable String violated(String text, @Nullable Consumer<String> listener) {
        return Simulation.run(ScheduleFile.parse(text).schedule(), listener).violated();
    }

    /** The invariant that a drawn schedule violates, null if it violates none. */
    public static @Nullable String violatedBy(
            long seed, String profile, @Nullable Consumer<String> listener) {
        return Simulation.run(Drawing.draw(seed, Profile.named(profile)), listener).violated();
    }

    /** What really happened to a drawn schedule, written down with what it violates. */
    public static String executed(long seed, String profile) {
        return text(Simulation.run(Drawing.draw(seed, Profile.named(profile)), null), "");
    }

    /** The same for a written one, which may say less about itself. */
    public static String executed(String text) {
        ScheduleFile file = ScheduleFile.parse(text);
        return text(Simulation.run(file.schedule(), null), file.planted());
    }

    /**
     * A drawn schedule as a page to look at.
     *
     * @param command what a person types to run it again
     */
    public static String page(long seed, String profile, String command) {
        return Pages.of(Drawing.draw(seed, Profile.named(profile)), "seed " + seed, command);
    }

    /**
     * The same for a written one.
     *
     * @param name what it is called
     */
    public static String page(String text, String name, String command) {
        return Pages.of(ScheduleFile.parse(text).schedule(), name, command);
    }

    /** The first thing that a crash at a boundary of a short script violates, null if none does. */
    public static @Nullable String crashes(int every) {
        return Exhaustive.crashes(every);
    }

    /** The first thing that an order of messages violates within some moves, null if none does. */
    public static @Nullable String orders(
            String opening, int timeouts, int crashes, int losses, long movesMax) {
        return Exhaustive.orders(opening, timeouts, crashes, losses, movesMax);
    }

    /** Carries out {@code sim exhaust}, and returns its exit status. */
    public static String exhaust(String... arguments) {
        return Integer.toString(new CommandLine(new ExhaustCommand()).execute(arguments));
    }

    private static String text(Result result, String planted) {
        String violated = result.violated();
        List<String> notes = result.strikes().stream().map(Result.Struck::note).toList();
        String expect = violated == null ? "" : violated;
        return new ScheduleFile(result.executed(), expect, planted, notes).text();
    }
}
