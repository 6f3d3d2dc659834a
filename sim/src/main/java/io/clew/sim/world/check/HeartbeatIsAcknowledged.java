package io.clew.sim.world.check;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import java.util.List;

/**
 * A leader tells a follower to commit only what it has committed itself, and in a heartbeat, which
 * verifies nothing, only what that follower has on disk.
 */
final class HeartbeatIsAcknowledged extends Check {
    private final World world;
    private final List<Shadow> shadows;

    HeartbeatIsAcknowledged(World world, List<Shadow> shadows) {
        super("a heartbeat commits only what was acknowledged");
        this.world = world;
        this.shadows = shadows;
    }

    @Override
    void after(Step step) {
        for (Sent sent : step.sent()) {
            if (sent.message() instanceof Message.Heartbeat m) {
                check(step, m.commit(), sent.to());
            } else if (sent.message() instanceof Message.Append m) {
                requireCommitted(step, m.commit());
            }
        }
    }

    private void check(Step step, long commit, NodeId to) {
        requireCommitted(step, commit);
        SimNode follower = world.node(to);
        long term = step.shadow().handed().termAt(commit);
        if (follower == null || term < 0) {
            return;
        }
        Shadow theirs = shadows.get(follower.number());
        var id = new LogId(term, commit);
        require(
                theirs.durable().covers(id) || theirs.buried(id),
                () ->
                        step.machine()
                                + " lets "
                                + follower
                                + " commit "
                                + id
                                + ", which has only "
                                + theirs.durable());
    }

    private void requireCommitted(Step step, long commit) {
        require(
                commit <= step.commit(),
                () -> step.machine() + " spreads " + commit + ", which it has not committed");
    }
}
