package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** All nodes lose power at the same moment. */
final class CrashAll extends Fault {
    CrashAll() {
        super("crash of all");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(Setup.MILLI, Setup.SECOND);
    }

    @Override
    public double rarity() {
        return 2.5;
    }

    @Override
    protected void strike(Episode episode) {
        for (SimNode node : episode.world().nodes()) {
            node.crash(episode, episode.crashKind());
            episode.after(episode.dice().between(0, episode.lastsNanos()), node::boot);
            episode.atEnd(node::boot);
        }
        episode.struck("all nodes");
    }
}
