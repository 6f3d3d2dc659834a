package io.clew.sim;

import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.schedule.Profile;
import io.clew.sim.schedule.ScheduleFile;
import io.clew.sim.world.Schedule;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** What written schedules are tried on: the engine as it is, or with a bug planted in it. */
final class Subject {
    private final @Nullable MutantEngine planted;

    /**
     * @param planted the engine with a bug in it, null for the one as it is
     */
    Subject(@Nullable MutantEngine planted) {
        this.planted = planted;
    }

    /**
     * The invariant that a schedule violates, null if it violates none.
     *
     * @param listener is told what happens, null if nobody wants to know
     */
    @Nullable String violated(Schedule schedule, @Nullable Consumer<String> listener) {
        if (planted == null) {
            return Simulation.run(schedule, listener).violated();
        }
        MutantEngine.Sight sight = planted.sees(new ScheduleFile(schedule).text(), listener);
        return sight == null ? null : sight.oracle();
    }

    /** What really happens in a schedule, and what that violates. */
    ScheduleFile executed(Schedule schedule) {
        String text = new ScheduleFile(schedule).text();
        return ScheduleFile.parse(planted == null ? Replay.executed(text) : planted.executed(text));
    }

    /** A run of a schedule as a page to look at. */
    String page(Schedule schedule, String name, String command) {
        String text = new ScheduleFile(schedule).text();
        return planted == null
                ? Replay.page(text, name, command)
                : planted.page(text, name, command);
    }

    /** The same of what a profile draws from a seed. */
    ScheduleFile executed(long seed, Profile profile) {
        return ScheduleFile.parse(
                planted == null
                        ? Replay.executed(seed, profile.name())
                        : planted.executed(seed, profile.name()));
    }
}
