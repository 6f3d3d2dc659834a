package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** One way from node to node, or all ways out of one node, become much slower. */
final class SlowLink extends Fault {
    SlowLink(World world) {
        super("slow link", world);
    }

    @Override
    protected void strike() {
        int from = dice().pick(world().nodes()).number();
        boolean all = dice().chance(0.4);
        int only = dice().pick(world().nodes()).number();
        double factor = dice().magnitude(3, 300);
        slow(from, only, all, factor);
        struck("node" + (from + 1) + " sends " + (int) factor + " times slower");
        until(
                dice().magnitude(100 * Setup.MILLI, 4 * Setup.SECOND),
                () -> slow(from, only, all, 1));
    }

    private void slow(int from, int only, boolean all, double factor) {
        for (SimNode to : world().nodes()) {
            if (all || to.number() == only) {
                world().network().slow(from, to.number(), factor);
            }
        }
    }
}
