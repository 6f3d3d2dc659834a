package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** The power fails at one single disk operation, so that every step of the storage is hit. */
final class PowerLossInWrite extends Fault {
    private static final int OPERATIONS_MAX = 40;

    PowerLossInWrite(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode node = dice().pick(world().nodes());
        var process = node.process();
        if (process == null) {
            return;
        }
        int operations = dice().between(0, OPERATIONS_MAX);
        process.losePowerAfter(operations);
        struck(node + " after " + operations + " disk operations");
        until(
                dice().magnitude(500 * Setup.MILLI, 3 * Setup.SECOND),
                () -> {
                    process.losePowerAfter(Integer.MAX_VALUE);
                    node.boot();
                });
    }
}
