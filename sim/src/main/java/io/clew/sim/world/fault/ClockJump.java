package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A clock is set forward, as after a virtual machine was moved. */
final class ClockJump extends Fault {
    ClockJump() {
        super("clock jump");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(Setup.MILLI, 2 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        long nanos = episode.dice().magnitude(10 * Setup.MILLI, 10 * Setup.SECOND);
        node.stepClock(episode, nanos);
        episode.struck(node + " by " + nanos / Setup.MILLI + " ms");
    }
}
