package io.clew.sim.world;

import java.util.ArrayList;
import java.util.List;

/** The clock of a machine, and the strikes that change how it runs. */
final class MachineClock {
    private final Timeline timeline;
    private final long ownRatePpm;
    private final Runnable changed;
    private final List<Rate> rates = new ArrayList<>();
    private SimClock clock;
    private long slowestPpm;

    /** A strike that lets the clock run at another rate. */
    private record Rate(Episode by, long ppm) {}

    MachineClock(Timeline timeline, SimClock clock, Runnable changed) {
        this.timeline = timeline;
        this.ownRatePpm = clock.ratePpm();
        this.changed = changed;
        this.clock = clock;
        this.slowestPpm = clock.ratePpm();
    }

    /** The clock as it runs for now. */
    SimClock now() {
        return clock;
    }

    /** The slowest that it has ever run. */
    long slowestPpm() {
        return slowestPpm;
    }

    void step(long nanos) {
        change(nanos);
    }

    /** The latest of several strikes rules. */
    void run(Episode by, long ratePpm) {
        rates.add(new Rate(by, ratePpm));
        change(0);
        by.atEnd(
                () -> {
                    rates.removeIf(each -> each.by == by);
                    change(0);
                });
    }

    private void change(long stepNanos) {
        long rate = rates.isEmpty() ? ownRatePpm : rates.getLast().ppm;
        clock = clock.changed(timeline.now(), stepNanos, rate);
        slowestPpm = Math.min(slowestPpm, rate);
        changed.run();
    }
}
