package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

/** Whoever knows that it does not vote, or votes no more, never even asks whether it could win. */
final class DepartedStayQuiet extends Check {
    private final Configurations configurations;

    /** What each node knew to be committed at the end of its last step. */
    private final long[] commit;

    private final long[] configuredAt;

    DepartedStayQuiet(Configurations configurations, int nodes) {
        super("whoever has no vote never campaigns");
        this.configurations = configurations;
        commit = new long[nodes];
        configuredAt = new long[nodes];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        commit[node.number()] = 0;
        configuredAt[node.number()] = Long.MAX_VALUE;
    }

    @Override
    void after(Step step) {
        int node = step.number();
        Membership before = configurations.before(step);
        // Whoever stood still may have been taken in, and have waited for long, in the same step.
        boolean out = !before.votes(step.id()) && !configurations.now(step).votes(step.id());
        boolean knows = configuredAt[node] <= commit[node] && out;
        for (Note note : step.notes()) {
            require(
                    !knows || !(note instanceof Note.Campaigned),
                    () -> step.machine() + " campaigns, and is not among " + before);
        }
        commit[node] = step.commit();
        configuredAt[node] = step.raft().membershipIndex();
    }
}
