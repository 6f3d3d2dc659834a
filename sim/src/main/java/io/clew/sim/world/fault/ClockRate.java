package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A clock runs much too fast or too slow for a while. */
final class ClockRate extends Fault {
    private static final long PPM_PER_PERCENT = 10_000;

    ClockRate() {
        super("clock rate");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(300 * Setup.MILLI, 6 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        long percent =
                episode.dice().chance(0.5)
                        ? episode.dice().between(-80L, -10L)
                        : episode.dice().between(10L, 400L);
        node.runClock(episode, percent * PPM_PER_PERCENT);
        episode.struck(node + " by " + percent + " %");
    }
}
