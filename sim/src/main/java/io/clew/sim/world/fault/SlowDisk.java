package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** One disk becomes slow, or stops for a while. */
final class SlowDisk extends Fault {
    SlowDisk() {
        super("slow disk");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (episode.dice().chance(0.5)) {
            node.stallDisk(episode, episode.world().timeline().now() + episode.lastsNanos());
            episode.struck(node + " stalls");
        } else {
            long factor = episode.dice().magnitude(3, 100);
            node.slowDisk(episode, (double) factor);
            episode.struck(node + " is " + factor + " times slower");
        }
    }
}
