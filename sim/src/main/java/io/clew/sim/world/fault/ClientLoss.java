package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** Requests and replies between clients and nodes get lost. */
final class ClientLoss extends Fault {
    ClientLoss() {
        super("client loss");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 2 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        double share = episode.dice().between(0.02, 0.3);
        episode.world().clients().lose(episode, share);
        episode.struck((int) (share * 100) + " %");
    }
}
