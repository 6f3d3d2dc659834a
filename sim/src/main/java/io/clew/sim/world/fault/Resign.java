package io.clew.sim.world.fault;

import io.clew.engine.api.Request;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;

/** Leaders are asked to hand over, also while there is nobody to take it. */
final class Resign extends Fault {
    private static final int TIMES_MAX = 4;

    Resign() {
        super("resignation");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.magnitude(10 * Setup.MILLI, 2 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        for (int left = episode.dice().between(1, TIMES_MAX); left > 0; left--) {
            long when = episode.dice().between(0, episode.lastsNanos());
            episode.after(when, () -> victim(episode).ask(episode, new Request.Resign()));
        }
        leader(episode).ask(episode, new Request.Resign());
        episode.struck("up to " + TIMES_MAX + " times");
    }
}
