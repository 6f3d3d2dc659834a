package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** All nodes lose power at the same moment. */
final class CrashAll extends Fault {
    CrashAll(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        // Rare even where the family is on: nothing else happens while all are down.
        if (dice().chance(0.6)) {
            return;
        }
        struck("all nodes");
        for (SimNode node : world().nodes()) {
            node.crash(world().crashKind());
            until(dice().magnitude(Setup.MILLI, Setup.SECOND), node::boot);
        }
    }
}
