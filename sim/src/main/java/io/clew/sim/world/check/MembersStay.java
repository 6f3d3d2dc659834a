package io.clew.sim.world.check;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.SimNode;

import java.util.ArrayList;
import java.util.List;

/**
 * A replica is taken away only once its group has agreed to go on without it: else a vote that
 * counts is gone for good.
 */
final class MembersStay extends Check {
    private final CommittedLog committed;

    /** The replica on each machine, as of its last step. */
    private final List<NodeId> here = new ArrayList<>();

    MembersStay(CommittedLog committed, int nodes) {
        super("who votes is not taken away");
        this.committed = committed;
        for (int i = 0; i < nodes; i++) {
            here.add(NodeId.UNBOUND);
        }
    }

    @Override
    void taken(SimNode node) {
        NodeId left = here.get(node.number());
        Membership members = committed.configurationAt(committed.lastIndex());
        require(
                members == null || !members.votes(left),
                () -> left + " is taken away, and votes in " + members);
    }

    @Override
    void after(Step step) {
        here.set(step.number(), step.id());
    }
}
