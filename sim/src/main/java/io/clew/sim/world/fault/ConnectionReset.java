package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/** Connections break again and again, in the middle of what they carry, and are made anew. */
final class ConnectionReset extends Fault {
    private static final int RESETS_MAX = 20;

    ConnectionReset() {
        super("connection reset");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(10 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        Dice dice = episode.dice();
        int nodes = episode.world().nodes().size();
        SimNode center = victim(episode);
        boolean allOfOne = dice.chance(0.5);
        for (int left = dice.between(1, RESETS_MAX); left > 0; left--) {
            int a = allOfOne ? center.number() : dice.between(0, nodes - 1);
            int b = dice.between(0, nodes - 1);
            if (a != b) {
                long when = dice.between(0, episode.lastsNanos());
                episode.after(when, () -> episode.world().network().reset(episode, a, b));
            }
        }
        episode.struck(allOfOne ? "of " + center : "anywhere");
    }
}
