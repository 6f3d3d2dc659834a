package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** What one node sends is held back and comes all at once, when the world may have moved on. */
final class HoldAndRelease extends Fault {
    HoldAndRelease(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode from = victim();
        SimNode only = dice().pick(world().nodes());
        boolean all = dice().chance(0.5);
        long nanos = dice().magnitude(100 * Setup.MILLI, 3 * Setup.SECOND);
        hold(from, only, all, world().timeline().now() + nanos);
        until(nanos, () -> hold(from, only, all, 0));
        struck("from " + from + " for " + nanos / Setup.MILLI + " ms");
    }

    private void hold(SimNode from, SimNode only, boolean all, long release) {
        for (SimNode to : world().nodes()) {
            if (to == only || all) {
                world().network().hold(from.number(), to.number(), release);
            }
        }
    }
}
