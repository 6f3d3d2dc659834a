package io.clew.sim.world.fault;

import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/**
 * A sync fails once. What it should have saved looks saved to the next process as well, which is
 * why nobody may just try again; a power loss tells.
 */
final class FailedSync extends Fault {
    private static final int GOOD_MAX = 10;

    FailedSync() {
        super("failed sync");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(200 * Setup.MILLI, 3 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up() && !node.hasFailingDisk()) {
            int good = episode.dice().between(0, GOOD_MAX);
            node.failDisk(episode, disk -> disk.failSyncsAfter(good, SimDisk.Unsaved.STAYS));
            boolean powerLoss = episode.dice().chance(0.5);
            if (powerLoss) {
                episode.atEnd(() -> node.crash(episode, SimDisk.Crash.LOSES_UNSYNCED));
                episode.atEnd(node::boot);
            }
            episode.struck(node + (powerLoss ? ", then a power loss" : ""));
        }
    }
}
