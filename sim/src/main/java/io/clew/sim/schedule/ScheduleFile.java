package io.clew.sim.schedule;

import io.clew.sim.world.Schedule;

import java.util.List;

/**
 * A schedule with what is known about it, as it is kept in a file.
 *
 * @param expect the invariant that it violates, empty if none
 * @param planted the planted bug that it needs for that, empty if none
 * @param notes what each strike did, in order, for people; may be empty
 */
public record ScheduleFile(Schedule schedule, String expect, String planted, List<String> notes) {
    public ScheduleFile {
        notes = List.copyOf(notes);
    }

    public ScheduleFile(Schedule schedule) {
        this(schedule, "", "", List.of());
    }

    /** The lines of the file. */
    public String text() {
        return new ScheduleWriter().text(this);
    }

    /**
     * @throws IllegalArgumentException with the number of the line that is wrong
     */
    public static ScheduleFile parse(String text) {
        return new ScheduleReader().read(text);
    }
}
