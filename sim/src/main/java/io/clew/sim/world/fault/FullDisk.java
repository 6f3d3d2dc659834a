package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A disk has no room any more, until somebody makes some. */
final class FullDisk extends Fault {
    FullDisk() {
        super("full disk");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(300 * Setup.MILLI, 5 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up() && !node.hasFailingDisk()) {
            long bytes = episode.dice().magnitude(1L, 20_000L);
            node.failDisk(
                    episode,
                    disk -> {
                        disk.fillUpAfter(bytes);
                        disk.last();
                    });
            episode.struck(node + " after " + bytes + " bytes");
        }
    }
}
