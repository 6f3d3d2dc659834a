package io.clew.sim.world.fault;

import io.clew.sim.world.Clients;
import io.clew.sim.world.Dice;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The families of faults that are switched on in one run: each with even chances, so that some runs
 * see few kinds of trouble for long and others all of them together.
 */
public final class Faults {
    private record Family(String name, BiFunction<String, World, Fault> maker) {}

    private static final List<Family> FAMILIES =
            List.of(
                    new Family("frame loss", FrameLoss::new),
                    new Family("duplication", Duplication::new),
                    new Family("reordering", Reordering::new),
                    new Family("slow link", SlowLink::new),
                    new Family("hold and release", HoldAndRelease::new),
                    new Family("late replies", LateReplies::new),
                    new Family("unaware leader", UnawareLeader::new),
                    new Family("partition", Partition::new),
                    new Family("crash", Crash::new),
                    new Family("crash of all", CrashAll::new),
                    new Family("power loss in write", PowerLossInWrite::new),
                    new Family("lost disk", LostDisk::new),
                    new Family("pause", Pause::new),
                    new Family("slow disk", SlowDisk::new),
                    new Family("client loss", ClientLoss::new));

    private final List<Fault> chosen = new ArrayList<>();

    public Faults(World world, Dice dice) {
        for (Family family : FAMILIES) {
            if (dice.chance(0.5)) {
                chosen.add(family.maker.apply(family.name, world));
            }
        }
    }

    /** The names of all there are. */
    public static List<String> families() {
        return FAMILIES.stream().map(Family::name).toList();
    }

    /** The names of what may strike in this run. */
    public List<String> names() {
        return chosen.stream().map(Fault::name).toList();
    }

    public void unleash() {
        chosen.forEach(Fault::unleash);
    }

    /** Trouble without end tests nothing: clients that starve get a quiet time. */
    public void relieve(Clients clients) {
        if (clients.starving()) {
            chosen.forEach(Fault::calm);
        }
    }

    public void heal() {
        chosen.forEach(Fault::heal);
    }
}
