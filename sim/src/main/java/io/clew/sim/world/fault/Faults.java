package io.clew.sim.world.fault;

import io.clew.sim.world.Dice;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The families of faults that are switched on in one run: each with even chances, so that some runs
 * see few kinds of trouble for long and others all of them together.
 */
public final class Faults {
    private static final List<Function<World, Fault>> FAMILIES =
            List.of(
                    FrameLoss::new,
                    Duplication::new,
                    Reordering::new,
                    SlowLink::new,
                    HoldAndRelease::new,
                    Partition::new,
                    Crash::new,
                    CrashAll::new,
                    PowerLossInWrite::new,
                    Pause::new,
                    SlowDisk::new,
                    ClientLoss::new);

    private final List<Fault> chosen = new ArrayList<>();

    public Faults(World world, Dice dice) {
        for (Function<World, Fault> family : FAMILIES) {
            if (dice.chance(0.5)) {
                chosen.add(family.apply(world));
            }
        }
    }

    /** The names of what may strike in this run. */
    public List<String> names() {
        return chosen.stream().map(Fault::name).toList();
    }

    public void unleash() {
        chosen.forEach(Fault::unleash);
    }

    public void heal() {
        chosen.forEach(Fault::heal);
    }
}
