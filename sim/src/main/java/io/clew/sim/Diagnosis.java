package io.clew.sim;

import io.clew.engine.Replica;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Why nodes that should agree do not: what each of them lacks, in words. */
final class Diagnosis {
    private final World world;
    private final List<SimNode> nodes;
    private final int shard;
    private final long committed;
    private final List<String> findings = new ArrayList<>();

    private Diagnosis(World world, List<SimNode> nodes, int shard, long committed) {
        this.world = world;
        this.nodes = nodes;
        this.shard = shard;
        this.committed = committed;
    }

    /**
     * @param scope those that should have come together
     */
    static String of(World world, Agreement agreement, List<SimNode> scope, SafetyChecks checks) {
        var groups = new StringJoiner("\n    ");
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            List<SimNode> members = agreement.members(scope, shard);
            var diagnosis = new Diagnosis(world, members, shard, checks.committed(shard));
            groups.add((shard == 0 ? "" : "shard " + shard + ": ") + diagnosis.text());
        }
        return groups.toString();
    }

    private String text() {
        examineLeaders();
        nodes.forEach(this::examine);
        return String.join("; ", findings) + states();
    }

    private void examineLeaders() {
        var leaders = new ArrayList<String>();
        for (SimNode node : world.nodes()) {
            Raft raft = Agreement.raft(node, shard);
            if (raft != null && raft.leads()) {
                leaders.add(node + " leads term " + raft.term());
            }
        }
        findings.add(leaders.isEmpty() ? "nobody leads" : String.join(" and ", leaders));
    }

    private void examine(SimNode node) {
        SimProcess process = node.process();
        if (process == null) {
            findings.add(node + " is down");
            return;
        }
        Replica replica = process.replica(shard);
        if (replica == null) {
            findings.add(node + " has no replica");
            return;
        }
        Raft raft = replica.raft();
        long last = raft.log().lastIndex();
        long applied = replica.state().appliedIndex();
        if (raft.leader() == null) {
            findings.add(node + " has no leader in term " + raft.term());
        }
        if (!raft.membership().bound()) {
            findings.add(node + " does not know that the cluster is complete");
        }
        if (last < committed) {
            findings.add(node + " lacks entries " + (last + 1) + " to " + committed);
        } else if (raft.commit() < committed) {
            findings.add(node + " does not know that " + committed + " is committed");
        } else if (applied < raft.commit()) {
            findings.add(node + " has not applied from " + (applied + 1) + " on");
        }
        if (last > committed) {
            findings.add(node + " holds up to " + last + " uncommitted");
        }
        for (SimNode other : nodes) {
            if (other != node && !world.network().connected(node, other)) {
                findings.add(node + " has no connection to " + other);
            }
        }
    }

    private String states() {
        var text = new StringBuilder();
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            text.append("\n    ").append(node).append(nodes.contains(node) ? "" : " (outside)");
            text.append(": ").append(process == null ? "down" : state(process));
        }
        return text.append("\n    committed ").append(committed).toString();
    }

    private String state(SimProcess process) {
        Replica replica = process.replica(shard);
        return shard == 0 || replica == null
                ? process.node().status().toString()
                : "term "
                        + replica.raft().term()
                        + ", log up to "
                        + replica.raft().log().lastIndex()
                        + ", committed "
                        + replica.raft().commit()
                        + ", applied "
                        + replica.state().appliedIndex();
    }
}
