package io.clew.sim.world.fault;

import io.clew.engine.api.Request;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/**
 * Leaders are asked to hand over, to anybody or to somebody named, also while there is nobody to
 * take it.
 */
final class Resign extends Fault {
    private static final int TIMES_MAX = 4;
    private static final int WAYS = 4;

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
            episode.after(when, () -> victim(episode).ask(episode, request(episode)));
        }
        leader(episode).ask(episode, request(episode));
        episode.struck("up to " + TIMES_MAX + " times");
    }

    /** Whoever is named may be down, the leader itself, or no voter. */
    private static Request request(Episode episode) {
        SimNode heir = episode.dice().pick(episode.world().nodes());
        return switch (episode.dice().between(1, WAYS)) {
            case 1 -> new Request.Transfer(null);
            case 2 -> new Request.Transfer(heir.address());
            case 3 -> new Request.Transfer(heir.id().toString());
            default -> new Request.Resign();
        };
    }
}
