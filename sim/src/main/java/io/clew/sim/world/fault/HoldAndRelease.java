package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** What one node sends is held back and comes all at once, when the world may have moved on. */
final class HoldAndRelease extends Fault {
    HoldAndRelease() {
        super("hold and release");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 3 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode from = victim(episode);
        SimNode only = episode.dice().pick(episode.world().cluster().machines());
        boolean all = episode.dice().chance(0.5);
        long release = episode.world().timeline().now() + episode.lastsNanos();
        for (SimNode to : episode.world().nodes()) {
            if (to == only || all) {
                episode.world().network().hold(episode, from.number(), to.number(), release);
            }
        }
        episode.struck("from " + from);
    }
}
