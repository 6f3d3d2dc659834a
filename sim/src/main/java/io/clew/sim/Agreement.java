package io.clew.sim;

import io.clew.engine.Replica;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Whether the nodes of a cluster have come together, each group for itself. */
final class Agreement {
    private final World world;
    private final SafetyChecks checks;

    Agreement(World world, SafetyChecks checks) {
        this.world = world;
        this.checks = checks;
    }

    /** Whether the cluster was founded, and is complete. */
    boolean open() {
        return world.cluster().open() != null;
    }

    /** Whether somebody leads each group whom a majority obeys. */
    boolean led() {
        if (!open()) {
            return true; // A cluster that was never founded is led when it is.
        }
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            if (!led(shard)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no change of the members is under way. */
    boolean settled() {
        Membership members = world.cluster().latest();
        return members == null || !members.changing();
    }

    private boolean led(int shard) {
        for (SimNode node : world.nodes()) {
            Raft raft = raft(node, shard);
            if (raft != null && raft.settled()) {
                return true;
            }
        }
        return false;
    }

    /** Whether all members among some nodes follow one leader and have all that was committed. */
    boolean converged(List<SimNode> nodes) {
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            if (!converged(nodes, shard)) {
                return false;
            }
        }
        return true;
    }

    private boolean converged(List<SimNode> nodes, int shard) {
        NodeId leader = null;
        long term = 0;
        for (SimNode node : nodes) {
            SimProcess process = node.process();
            if (process == null) {
                return false;
            }
            if (stranger(node, shard)) {
                continue;
            }
            Replica replica = process.replica(shard);
            if (replica == null) {
                return false;
            }
            Raft raft = replica.raft();
            NodeId follows = raft.leader();
            leader = leader == null ? follows : leader;
            term = Math.max(term, raft.term());
            if (follows == null
                    || !follows.equals(leader)
                    || raft.term() != term
                    || replica.state().appliedIndex() != checks.committed(shard)
                    || raft.log().lastIndex() != checks.committed(shard)) {
                return false;
            }
        }
        return leads(leader, term, shard);
    }

    private boolean leads(@Nullable NodeId id, long term, int shard) {
        SimNode node = id == null ? null : world.node(id);
        Raft raft = node == null ? null : raft(node, shard);
        return raft != null && raft.leads() && raft.term() == term;
    }

    /** The members of a group among some nodes. */
    List<SimNode> members(List<SimNode> nodes, int shard) {
        return nodes.stream().filter(node -> !stranger(node, shard)).toList();
    }

    /**
     * Whether a node is no member, because it lost its disk, has left, never came, or carries other
     * shards.
     */
    private boolean stranger(SimNode node, int shard) {
        Membership members = world.cluster().latest(shard);
        return open()
                && members != null
                && members.members().stream().noneMatch(m -> m.id().node().equals(node.id()));
    }

    static @Nullable Raft raft(SimNode node, int shard) {
        SimProcess process = node.process();
        return process == null ? null : process.raft(shard);
    }
}
