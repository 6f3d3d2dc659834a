package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** Frames overtake each other. */
final class Reordering extends Fault {
    Reordering() {
        super("reordering");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        episode.world().network().reorder(episode);
        episode.struck("frames overtake each other");
    }
}
