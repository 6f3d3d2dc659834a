package io.clew.sim.world.fault;

import io.clew.sim.world.Setup;
import io.clew.sim.world.World;

/** Frames overtake each other. */
final class Reordering extends Fault {
    Reordering(String name, World world) {
        super(name, world);
    }

    @Override
    protected void strike() {
        world().network().reorder(true);
        struck("frames overtake each other");
        until(
                dice().magnitude(200 * Setup.MILLI, 4 * Setup.SECOND),
                () -> world().network().reorder(false));
    }
}
