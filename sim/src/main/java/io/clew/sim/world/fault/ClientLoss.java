package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.World;

/** Requests and replies between clients and nodes get lost. */
final class ClientLoss extends Fault {
    ClientLoss(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        double share = dice().between(0.02, 0.3);
        world().clients().lose(share);
        struck((int) (share * 100) + " %");
        until(
                dice().magnitude(100 * Setup.MILLI, 2 * Setup.SECOND),
                () -> world().clients().lose(0));
    }
}
