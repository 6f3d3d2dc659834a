package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/** One process dies, more likely while it is writing, and comes back after a while. */
final class Crash extends Fault {
    private static final int TRIES = 5;

    Crash() {
        super("crash");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.chance(0.2)
                ? dice.between(3 * Setup.SECOND, 8 * Setup.SECOND)
                : dice.magnitude(Setup.MILLI, 2 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode victim = victim(episode);
        for (int i = 0; i < TRIES && !writes(victim); i++) {
            victim = episode.dice().pick(episode.world().cluster().machines());
        }
        if (victim.up()) {
            victim.crash(episode, episode.crashKind());
            episode.atEnd(victim::boot);
            episode.struck("" + victim);
        }
    }

    private static boolean writes(SimNode node) {
        SimProcess process = node.process();
        return process != null && process.writing();
    }
}
