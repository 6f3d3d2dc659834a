package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** A share of the frames arrives twice. */
final class Duplication extends Fault {
    Duplication() {
        super("duplication");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        double share = episode.dice().between(0.05, 0.5);
        episode.world().network().duplicate(episode, share);
        episode.struck((int) (share * 100) + " %");
    }
}
