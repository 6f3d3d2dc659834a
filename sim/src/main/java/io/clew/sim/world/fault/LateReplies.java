package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

/**
 * The leader falls silent while many frames take a long detour: what belongs to one election
 * arrives in the next.
 */
final class LateReplies extends Fault {
    LateReplies(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        SimNode leader = leader();
        SimProcess process = leader.process();
        if (process == null) {
            return;
        }
        long nanos = dice().between(Setup.SECOND, 4 * Setup.SECOND);
        process.pause(nanos);
        until(nanos, process::resume);
        world().network().stray(dice().between(0.1, 0.5));
        until(nanos + Setup.SECOND, () -> world().network().stray(0));
        struck(leader + " is silent for " + nanos / Setup.MILLI + " ms");
    }
}
