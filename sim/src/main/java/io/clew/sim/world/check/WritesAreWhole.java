package io.clew.sim.world.check;

import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.SimNode;

import java.util.List;

/**
 * While writes are under way a machine could lose power: the real recovery, run on a copy of its
 * disk, must find each of them whole or not at all, and everything that was synced before. This is
 * looked at where a write cuts the log or brings a new term, and now and then elsewhere.
 */
final class WritesAreWhole extends Check {
    private static final double SHARE = 0.05;

    private final List<Shadow> shadows;
    private final Dice dice;
    private final TrialRecovery trial;

    WritesAreWhole(List<Shadow> shadows, StorageConfig config, Dice dice) {
        super("a write is found whole or not at all");
        this.shadows = shadows;
        this.dice = dice;
        this.trial = new TrialRecovery(name(), config, dice);
    }

    @Override
    public void appended(SimNode node) {
        Shadow shadow = shadows.get(node.number());
        boolean now = shadow.delicate() || dice.chance(SHARE);
        // What was damaged while it ran, a start may refuse.
        if (now && !node.hasDamagedDisk()) {
            check(node, shadow, SimDisk.Crash.LOSES_UNSYNCED);
            check(node, shadow, SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
        }
    }

    private void check(SimNode node, Shadow shadow, SimDisk.Crash crash) {
        Recovered found = trial.after(node, crash);
        require(shadow.mayHold(found), () -> node + " would find " + found + " after " + crash);
    }
}
