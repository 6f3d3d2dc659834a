package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration that each node has to go by: the latest in its log, committed or not, as its
 * writes tell. What the node itself believes must be the same.
 */
final class Configurations extends Check {
    private final CommittedLog committed;
    private final List<Shadow> shadows;

    /** In force at the end of each node's last step, null before the first. */
    private final List<@Nullable Membership> before = new ArrayList<>();

    private final List<@Nullable Membership> now = new ArrayList<>();

    Configurations(CommittedLog committed, List<Shadow> shadows) {
        super("the latest configuration in the log is in force");
        this.committed = committed;
        this.shadows = shadows;
        shadows.forEach(
                _ -> {
                    before.add(null);
                    now.add(null);
                });
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        now.set(node.number(), inLog(shadows.get(node.number()).handed()));
    }

    @Override
    void after(Step step) {
        Membership logged = inLog(step.shadow().handed());
        Membership believed = step.raft().membership();
        require(
                logged == null || logged.equals(believed),
                () -> step.machine() + " goes by " + believed + ", but its log says " + logged);
        before.set(step.number(), now.get(step.number()));
        // Before the first entry there is only what it was started with.
        now.set(step.number(), logged == null ? believed : logged);
    }

    private @Nullable Membership inLog(ShadowLog log) {
        return log.configurations().isEmpty()
                ? committed.configurationAt(log.base().index())
                : log.configurations().getLast().membership();
    }

    /** What was in force when a step began. */
    Membership before(Step step) {
        Membership found = before.get(step.number());
        return found == null ? now(step) : found;
    }

    /** What is in force at its end. */
    Membership now(Step step) {
        Membership found = now.get(step.number());
        return found == null ? step.raft().membership() : found;
    }

    /** All that were in force at some moment of a step. */
    List<Membership> during(Step step) {
        var during = new ArrayList<Membership>();
        during.add(before(step));
        for (ShadowLog.Configured each : step.shadow().handed().configurations()) {
            during.add(each.membership());
        }
        return during;
    }
}
