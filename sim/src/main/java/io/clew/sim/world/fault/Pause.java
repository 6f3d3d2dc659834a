package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/**
 * A process stands still while its clock runs on and its inbox fills. Sometimes, as when a virtual
 * machine moves, it is cut off from its peers as well and for a little longer.
 */
final class Pause extends Fault {
    private static final double CUT_OFF_SHARE = 0.4;

    Pause(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode node = victim();
        var process = node.process();
        if (process == null) {
            return;
        }
        // Half of them are long enough for another leader to be elected meanwhile.
        long nanos =
                dice().chance(0.5)
                        ? dice().magnitude(50 * Setup.MILLI, Setup.SECOND)
                        : dice().between(Setup.SECOND, 5 * Setup.SECOND);
        boolean cutOff = dice().chance(CUT_OFF_SHARE);
        process.pause(nanos);
        until(nanos, process::resume);
        if (cutOff) {
            world().network().isolate(node);
            until(nanos + nanos / 4, () -> world().network().rejoin(node));
        }
        struck(node + " for " + nanos / Setup.MILLI + " ms" + (cutOff ? ", cut off" : ""));
    }
}
