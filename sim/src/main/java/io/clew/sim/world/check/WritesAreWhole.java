package io.clew.sim.world.check;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import java.util.List;

/**
 * While writes are under way a machine could lose power: the real recovery, run on a copy of its
 * disk, must find each of them whole or not at all, and everything that was synced before. This is
 * looked at where a write cuts the log or brings a new term, and now and then elsewhere.
 */
final class WritesAreWhole extends Check {
    private static final double SHARE = 0.05;

    private final List<Shadow> shadows;
    private final StorageConfig config;
    private final Dice dice;

    WritesAreWhole(List<Shadow> shadows, StorageConfig config, Dice dice) {
        super("a write is found whole or not at all");
        this.shadows = shadows;
        this.config = config;
        this.dice = dice;
    }

    @Override
    public void appended(SimNode node) {
        Shadow shadow = shadows.get(node.number());
        if (shadow.delicate() || dice.chance(SHARE)) {
            check(node, shadow, SimDisk.Crash.LOSES_UNSYNCED);
            check(node, shadow, SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
        }
    }

    private void check(SimNode node, Shadow shadow, SimDisk.Crash crash) {
        SimDisk copy = node.disk().copy();
        copy.crash(dice, crash);
        Recovered found = recover(node, copy);
        require(shadow.mayHold(found), () -> node + " would find " + found + " after " + crash);
    }

    private Recovered recover(SimNode node, SimDisk copy) {
        try {
            return Storage.open(copy, config, new NodeId(1)).recovered();
        } catch (RuntimeException e) {
            String seen = e instanceof CorruptionException ? name() : Violation.STORAGE_STOPS;
            throw new Violation(seen, node + " could not recover from a power loss: " + e, e);
        }
    }
}
