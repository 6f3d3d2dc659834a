package io.clew.sim.world.check;

import io.clew.engine.storage.Recovered;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What disks would give back: all groups ask for it, and most disks have not changed since. */
final class KnownRecoveries {
    private final TrialRecovery trial;
    private final List<@Nullable Found> known = new ArrayList<>();
    private long count;

    /** What the synced part of a disk gives, as long as that disk is not changed. */
    private record Found(SimDisk disk, long changes, Recovered recovered) {}

    KnownRecoveries(TrialRecovery trial, int machines) {
        this.trial = trial;
        for (int i = 0; i < machines; i++) {
            known.add(null);
        }
    }

    /** How often the recovery was run. */
    long count() {
        return count;
    }

    /** After a loss of power that keeps nothing of what is not synced. */
    Recovered durable(SimNode machine) {
        SimDisk disk = machine.disk();
        Found before = known.get(machine.number());
        if (before != null && before.disk == disk && before.changes == disk.changes()) {
            return before.recovered;
        }
        Recovered recovered = after(machine, SimDisk.Crash.LOSES_UNSYNCED);
        known.set(machine.number(), new Found(disk, disk.changes(), recovered));
        return recovered;
    }

    /** After a loss of power of some kind. */
    Recovered after(SimNode machine, SimDisk.Crash crash) {
        count++;
        return trial.after(machine, crash);
    }
}
