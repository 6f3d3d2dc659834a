package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

/** One process dies, more likely while it is writing, and comes back after a while. */
final class Crash extends Fault {
    private static final int TRIES = 5;

    Crash(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode victim = victim();
        for (int i = 0; i < TRIES; i++) {
            var process = victim.process();
            if (process != null && process.writing()) {
                break;
            }
            victim = dice().pick(world().nodes());
        }
        if (!victim.up()) {
            return;
        }
        boolean longOutage = dice().chance(0.2);
        SimNode down = victim;
        struck(down + (longOutage ? " for long" : ""));
        down.crash(world().crashKind());
        until(
                longOutage
                        ? dice().between(3 * Setup.SECOND, 8 * Setup.SECOND)
                        : dice().magnitude(Setup.MILLI, 2 * Setup.SECOND),
                down::boot);
    }
}
