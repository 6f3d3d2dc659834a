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

/**
 * The real recovery, run on copies of disks as a power loss at this moment would leave them.
 *
 * @param rule what is violated if it finds damage
 */
record TrialRecovery(String rule, StorageConfig config, Dice dice) {
    Recovered after(SimNode machine, SimDisk.Crash crash) {
        SimDisk copy = machine.disk().copy();
        copy.crash(dice, crash);
        try {
            return Storage.open(copy, config, new NodeId(1)).takeRecovered();
        } catch (RuntimeException e) {
            String seen = e instanceof CorruptionException ? rule : Violation.STORAGE_STOPS;
            throw new Violation(seen, machine + " could not recover from a power loss: " + e, e);
        }
    }
}
