package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A machine comes back with an empty disk at its old address. */
final class LostDisk extends Fault {
    LostDisk() {
        super("lost disk");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 3.0;
    }

    @Override
    protected void strike(Episode episode) {
        SimNode victim = episode.dice().pick(episode.world().cluster().machines());
        if (mayLoseDisk(episode, victim)) {
            victim.loseDisk(episode);
            episode.atEnd(victim::boot);
            episode.struck("" + victim);
        }
    }
}
