package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.World;

/** A share of the frames between nodes gets lost. */
final class FrameLoss extends Fault {
    FrameLoss(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        double share = dice().between(0.01, 0.4);
        world().network().lose(share);
        struck((int) (share * 100) + " %");
        until(
                dice().magnitude(200 * Setup.MILLI, 4 * Setup.SECOND),
                () -> world().network().lose(0));
    }
}
