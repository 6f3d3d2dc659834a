package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;

/**
 * What a leader hears comes late, then nobody hears it any more: it goes on being confirmed by old
 * replies while the others have elected another.
 */
final class UnawareLeader extends Fault {
    UnawareLeader() {
        super("unaware leader");
    }

    @Override
    public long lasts(Dice dice) {
        return dice.between(Setup.SECOND, 4 * Setup.SECOND);
    }

    @Override
    protected void strike(Episode episode) {
        SimNode leader = leader(episode);
        long lasts = episode.lastsNanos();
        long late = (long) (lasts * episode.dice().between(0.3, 0.5));
        for (SimNode other : episode.world().nodes()) {
            episode.world().network().slow(episode, other.number(), leader.number(), late);
        }
        episode.after(late + late / 4, () -> silence(episode, leader));
        episode.struck(leader + " hears what is " + late / Setup.MILLI + " ms old");
    }

    private static void silence(Episode episode, SimNode leader) {
        for (SimNode other : episode.world().nodes()) {
            if (other != leader) {
                episode.world().network().cut(episode, leader.number(), other.number());
            }
        }
    }
}
