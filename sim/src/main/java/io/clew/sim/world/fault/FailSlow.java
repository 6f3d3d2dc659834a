package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** One disk is slower by orders of magnitude for a large part of the run, and never fails. */
final class FailSlow extends Fault {
    FailSlow() {
        super("fail-slow disk");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.between(5 * Setup.SECOND, 20 * Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 4;
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        long factor = episode.dice().magnitude(10, 1000);
        node.slowDisk(episode, (double) factor);
        episode.struck(node + " is " + factor + " times slower");
    }
}
