package io.clew.sim.world.check;

import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.StorageConfig;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Shards;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * While writes are under way a machine could lose power: the real recovery, run on a copy of its
 * disk, must find each of them whole or not at all, and everything that was synced before, of each
 * shard. This is looked at where a write cuts a log or brings a new term, and now and then
 * elsewhere.
 */
final class WritesAreWhole implements Observer {
    private static final String RULE = "a write is found whole or not at all";
    private static final double SHARE = 0.05;

    /** By shard, then by machine. */
    private final List<List<Shadow>> shadows;

    private final Dice dice;
    private final TrialRecovery trial;

    WritesAreWhole(List<List<Shadow>> shadows, StorageConfig config, Dice dice) {
        this.shadows = shadows;
        this.dice = dice;
        this.trial = new TrialRecovery(RULE, config, dice);
    }

    @Override
    public void appended(SimNode node) {
        boolean now =
                shadows.stream().anyMatch(shard -> shard.get(node.number()).delicate())
                        || dice.chance(SHARE);
        // What was damaged while it ran, a start may refuse.
        if (now && !node.hasDamagedDisk()) {
            check(node, SimDisk.Crash.LOSES_UNSYNCED);
            check(node, SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
        }
    }

    private static String text(
            SimNode node, Recovered.@Nullable Shard found, Shadow shadow, SimDisk.Crash crash) {
        return node
                + ", if it lost power while it writes ("
                + crash
                + "), would find "
                + ShadowLog.words(found)
                + "; on its disk is "
                + shadow.durable()
                + ", and each write after that must be there whole or not at all";
    }

    private void check(SimNode node, SimDisk.Crash crash) {
        Recovered found = trial.after(node, crash);
        for (int i = 0; i < shadows.size(); i++) {
            Shadow shadow = shadows.get(i).get(node.number());
            if (!shadow.mayHold(Shards.in(found, i))) {
                throw new Violation(RULE, text(node, Shards.in(found, i), shadow, crash)).of(i);
            }
        }
    }
}
