package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** One way from node to node, or all ways out of one node, become much slower. */
final class SlowLink extends Fault {
    SlowLink() {
        super("slow link");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(100 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        Dice dice = episode.dice();
        SimNode from = victim(episode);
        boolean all = dice.chance(0.4);
        SimNode only = dice.pick(episode.world().cluster().machines());
        long mean = dice.magnitude(10 * Setup.MILLI, 1500 * Setup.MILLI);
        for (SimNode to : episode.world().nodes()) {
            if (all || to == only) {
                episode.world().network().slow(episode, from.number(), to.number(), mean);
            }
        }
        episode.struck(from + " sends slower by " + mean / Setup.MILLI + " ms");
    }
}
