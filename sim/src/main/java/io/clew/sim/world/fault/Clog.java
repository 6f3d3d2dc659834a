package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** Some single ways stop carrying anything, each for a while, and then all of it comes at once. */
final class Clog extends Fault {
    Clog() {
        super("clog");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(50 * Setup.MILLI, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        int nodes = episode.world().nodes().size();
        Dice dice = episode.dice();
        for (int left = dice.between(1, nodes); left > 0; left--) {
            int from = dice.between(0, nodes - 1);
            int to = dice.between(0, nodes - 1);
            long nanos = Math.min(dice.exponential(episode.lastsNanos() / 2), episode.lastsNanos());
            long release = episode.world().timeline().now() + nanos;
            episode.world().network().hold(episode, from, to, release);
        }
        episode.struck("single ways");
    }
}
