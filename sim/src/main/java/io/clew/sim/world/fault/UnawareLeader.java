package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/**
 * What a leader hears comes late, then nobody hears it any more: it goes on being confirmed by old
 * replies while the others have elected another.
 */
final class UnawareLeader extends Fault {
    UnawareLeader(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode leader = leader();
        long late = dice().between(400 * Setup.MILLI, 2 * Setup.SECOND);
        long lasts = late + dice().between(500 * Setup.MILLI, 2500 * Setup.MILLI);
        listenLate(leader, late);
        until(lasts, () -> listenLate(leader, 0));
        world().timeline().after(late + late / 4, () -> silence(leader, lasts - late));
        struck(leader + " hears what is " + late / Setup.MILLI + " ms old");
    }

    private void listenLate(SimNode leader, long nanos) {
        for (SimNode other : world().nodes()) {
            world().network().slow(other.number(), leader.number(), nanos);
        }
    }

    private void silence(SimNode leader, long nanos) {
        if (over()) {
            return;
        }
        cutOutgoing(leader, true);
        until(nanos, () -> cutOutgoing(leader, false));
    }

    private void cutOutgoing(SimNode leader, boolean cut) {
        for (SimNode other : world().nodes()) {
            if (other != leader && cut) {
                world().network().cut(leader.number(), other.number());
            } else if (other != leader) {
                world().network().mend(leader.number(), other.number());
            }
        }
    }
}
