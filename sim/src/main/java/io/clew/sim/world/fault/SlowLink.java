package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** One way from node to node, or all ways out of one node, become much slower. */
final class SlowLink extends Fault {
    SlowLink(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        int from = victim().number();
        boolean all = dice().chance(0.4);
        int only = dice().pick(world().nodes()).number();
        long mean = dice().magnitude(10 * Setup.MILLI, 1500 * Setup.MILLI);
        slow(from, only, all, mean);
        struck("node" + (from + 1) + " sends slower by " + mean / Setup.MILLI + " ms");
        until(
                dice().magnitude(100 * Setup.MILLI, 4 * Setup.SECOND),
                () -> slow(from, only, all, 0));
    }

    private void slow(int from, int only, boolean all, long mean) {
        for (SimNode to : world().nodes()) {
            if (all || to.number() == only) {
                world().network().slow(from, to.number(), mean);
            }
        }
    }
}
