package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** A share of the frames is very late, and holds up all that follow. */
final class LateFrames extends Fault {
    LateFrames() {
        super("late frames");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        double share = episode.dice().between(0.01, 0.15);
        episode.world().network().tail(episode, share);
        episode.struck((int) (share * 100) + " %");
    }
}
