package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** The power fails once more while a machine reads back what it has on disk. */
final class PowerLossInStart extends Fault {
    private static final int OPERATIONS_MAX = 40;

    PowerLossInStart() {
        super("power loss in start");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(20 * Setup.MILLI, 2 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up()) {
            node.crash(episode, episode.crashKind());
            int operations = episode.dice().between(0, OPERATIONS_MAX);
            node.losePowerInStart(episode, operations);
            episode.after(episode.lastsNanos() / 2, node::boot);
            episode.atEnd(node::boot);
            episode.struck(node + " after " + operations + " disk operations");
        }
    }
}
