package io.clew.sim.world.check;

import io.clew.engine.raft.NodeId;

import java.util.TreeMap;

/** Election safety (Raft §5.2). */
final class OneLeaderATerm extends Check {
    private final TreeMap<Long, NodeId> leaders = new TreeMap<>();

    OneLeaderATerm() {
        super("one leader a term");
    }

    @Override
    void after(Step step) {
        if (step.leads() == 0) {
            return;
        }
        NodeId self = step.id();
        NodeId leader = leaders.putIfAbsent(step.term(), self);
        require(
                leader == null || leader.equals(self),
                () -> leader + " and " + self + " both lead term " + step.term());
    }
}
