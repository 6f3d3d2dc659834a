package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/** The power fails at one single disk operation, so that every step of the storage is hit. */
final class PowerLossInWrite extends Fault {
    private static final int OPERATIONS_MAX = 40;

    PowerLossInWrite() {
        super("power loss in write");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(500 * Setup.MILLI, 3 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = episode.dice().pick(episode.world().cluster().machines());
        SimProcess process = node.process();
        if (process != null) {
            int operations = episode.dice().between(0, OPERATIONS_MAX);
            process.losePowerAfter(episode, operations);
            episode.atEnd(node::boot);
            episode.struck(node + " after " + operations + " disk operations");
        }
    }
}
