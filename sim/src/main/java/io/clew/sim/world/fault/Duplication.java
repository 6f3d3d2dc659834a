package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.World;

/** A share of the frames arrives twice. */
final class Duplication extends Fault {
    Duplication(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        double share = dice().between(0.05, 0.5);
        world().network().duplicate(share);
        struck((int) (share * 100) + " %");
        until(
                dice().magnitude(200 * Setup.MILLI, 4 * Setup.SECOND),
                () -> world().network().duplicate(0));
    }
}
