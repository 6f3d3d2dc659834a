package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** A process stands still while its clock runs on and its inbox fills. */
final class Pause extends Fault {
    Pause(World world) {
        super("pause", world);
    }

    @Override
    protected void strike() {
        SimNode node = victim();
        var process = node.process();
        if (process != null) {
            long nanos = dice().magnitude(50 * Setup.MILLI, 5 * Setup.SECOND);
            process.pause(nanos);
            until(nanos, process::resume);
            struck(node + " for " + nanos / Setup.MILLI + " ms");
        }
    }
}
