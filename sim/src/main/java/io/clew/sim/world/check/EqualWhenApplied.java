package io.clew.sim.world.check;

import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SnapshotState;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/**
 * Something that the committed entries alone determine: it is looked at whenever a node has applied
 * more, and in each snapshot.
 *
 * @param <T> what is compared
 */
abstract class EqualWhenApplied<T> extends Check {
    /** What each node had applied when it was last looked at. */
    private final long[] compared;

    EqualWhenApplied(String name, int nodes) {
        super(name);
        this.compared = new long[nodes];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        compared[node.number()] = -1;
    }

    @Override
    final void after(Step step) {
        long applied = step.applied();
        if (applied != compared[step.number()]) {
            compared[step.number()] = applied;
            compare(step, applied, inForce(step));
        }
        for (SnapshotTask task : step.tasks()) {
            if (task instanceof SnapshotTask.Save save) {
                compare(step, save.state().last().index(), saved(save.state()));
            }
        }
    }

    /** What the node goes by after all that it has applied. */
    abstract T inForce(Step step);

    /** What it puts into a snapshot. */
    abstract T saved(SnapshotState snapshot);

    abstract void compare(Step step, long applied, T found);
}
