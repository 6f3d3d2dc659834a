package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;

/**
 * The leader falls silent while many frames take a long detour: what belongs to one election
 * arrives in the next.
 */
final class LateReplies extends Fault {
    LateReplies() {
        super("late replies");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.between(2 * Setup.SECOND, 5 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode leader = leader(episode);
        SimProcess process = leader.process();
        if (process == null) {
            return;
        }
        process.pause(episode);
        episode.after(episode.lastsNanos() - Setup.SECOND, () -> process.resume(episode));
        episode.world().network().stray(episode, episode.dice().between(0.1, 0.5));
        episode.struck(leader + " is silent");
    }
}
