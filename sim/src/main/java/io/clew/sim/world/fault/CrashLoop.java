package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** A process dies soon after each start, again and again. */
final class CrashLoop extends Fault {
    CrashLoop() {
        super("crash loop");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(300 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode node = victim(episode);
        if (node.up()) {
            crash(episode, node);
            episode.atEnd(node::boot);
            episode.struck("" + node);
        }
    }

    private static void crash(Episode episode, SimNode node) {
        node.crash(episode, episode.crashKind());
        episode.after(episode.dice().magnitude(Setup.MILLI, 100 * Setup.MILLI), node::boot);
        long lives = episode.dice().magnitude(2 * Setup.MILLI, 700 * Setup.MILLI);
        episode.after(100 * Setup.MILLI + lives, () -> crash(episode, node));
    }
}
