package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** One disk becomes slow, or stops for a while. */
final class SlowDisk extends Fault {
    SlowDisk(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode node = victim();
        if (dice().chance(0.5)) {
            long nanos = dice().magnitude(50 * Setup.MILLI, 3 * Setup.SECOND);
            node.stallDisk(nanos);
            until(nanos, node::healDisk);
            struck(node + " stalls for " + nanos / Setup.MILLI + " ms");
            return;
        }
        double factor = dice().magnitude(3, 100);
        node.slowDisk(factor);
        struck(node + " is " + (int) factor + " times slower");
        until(dice().magnitude(200 * Setup.MILLI, 4 * Setup.SECOND), node::healDisk);
    }
}
