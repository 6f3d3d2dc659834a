package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A machine is away for so long that the others have dropped what it lacks of the log. */
final class LongOutage extends Fault {
    LongOutage() {
        super("long outage");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.between(4 * Setup.SECOND, 12 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 2;
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up()) {
            node.outage(episode);
            node.crash(episode, episode.crashKind());
            episode.struck("" + node);
        }
    }
}
