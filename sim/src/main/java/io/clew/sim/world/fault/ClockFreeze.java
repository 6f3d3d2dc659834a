package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;
import io.clew.sim.world.SimNode;

/** A clock stands still for a while; then it goes on, or shows at once what was missed. */
final class ClockFreeze extends Fault {
    ClockFreeze() {
        super("clock freeze");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(50 * Setup.MILLI, 3 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        node.runClock(episode, SimClock.FROZEN_PPM);
        boolean catchesUp = episode.dice().chance(0.5);
        if (catchesUp) {
            episode.atEnd(() -> node.stepClock(episode, episode.lastsNanos()));
        }
        episode.struck(node + (catchesUp ? ", and catches up" : ""));
    }
}
