package io.clew.sim.world.fault;

import io.clew.sim.world.Episode;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.Strike;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/**
 * Carries out the strikes of a schedule. Trouble without end tests nothing: where the schedule says
 * so, clients that starve get a quiet time, in which nothing strikes and what is in force ends.
 */
public final class Strikes {
    private static final long LOOK_NANOS = 100 * Setup.MILLI;

    private final World world;
    private final Schedule schedule;
    private final List<Episode> episodes = new ArrayList<>();
    private boolean over;

    public Strikes(World world, Schedule schedule) {
        this.world = world;
        this.schedule = schedule;
    }

    /** Plans all of them. */
    public void begin() {
        for (int i = 0; i < schedule.strikes().size(); i++) {
            Strike strike = schedule.strikes().get(i);
            int ordinal = i + 1;
            world.timeline().first(strike.atNanos(), () -> start(ordinal, strike));
        }
        if (schedule.relief()) {
            look();
        }
    }

    private void start(int ordinal, Strike strike) {
        if (over || (schedule.relief() && world.clients().starving())) {
            return;
        }
        var episode = new Episode(world, ordinal, strike);
        Faults.named(strike.family()).strike(episode);
        if (episode.hasStruck()) {
            episodes.add(episode);
            long end = world.timeline().now() + strike.endsAfterNanos();
            world.timeline().first(end, episode::end);
        }
    }

    private void look() {
        if (!over) {
            if (world.clients().starving()) {
                episodes.stream().filter(e -> !e.over()).forEach(Episode::relieve);
            }
            world.timeline().first(world.timeline().now() + LOOK_NANOS, this::look);
        }
    }

    /** Strikes no more, and ends all that is still in force. */
    public void heal() {
        over = true;
        episodes.forEach(Episode::end);
        world.operator().rest();
    }

    /** What really struck, in order. */
    public List<Episode> episodes() {
        return List.copyOf(episodes);
    }

    /** The schedule with what really struck, for as long as it did: the same run again. */
    public Schedule executed() {
        return new Schedule(
                schedule.setup(),
                schedule.noise(),
                episodes.stream().map(Episode::executed).toList(),
                schedule.calls(),
                false);
    }
}
