package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** A share of the frames between nodes gets lost. */
final class FrameLoss extends Fault {
    FrameLoss() {
        super("frame loss");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        double share = episode.dice().between(0.01, 0.4);
        episode.world().network().lose(episode, share);
        episode.struck((int) (share * 100) + " %");
    }
}
