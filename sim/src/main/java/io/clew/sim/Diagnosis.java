package io.clew.sim;

import io.clew.engine.api.Status;
import io.clew.engine.raft.Raft;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;

/** Why nodes that should agree do not: what each of them lacks, in words. */
final class Diagnosis {
    private final World world;
    private final List<SimNode> nodes;
    private final long committed;
    private final List<String> findings = new ArrayList<>();

    private Diagnosis(World world, List<SimNode> nodes, long committed) {
        this.world = world;
        this.nodes = nodes;
        this.committed = committed;
    }

    /**
     * @param nodes those that should have come together
     * @param committed the last index that anybody has called committed
     */
    static String of(World world, List<SimNode> nodes, long committed) {
        var diagnosis = new Diagnosis(world, nodes, committed);
        diagnosis.examineLeaders();
        nodes.forEach(diagnosis::examine);
        return String.join("; ", diagnosis.findings) + diagnosis.states();
    }

    private void examineLeaders() {
        var leaders = new ArrayList<String>();
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            if (process != null && process.node().replica(0).raft().leads()) {
                leaders.add(node + " leads term " + process.node().replica(0).raft().term());
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
        Status status = process.node().status();
        Raft raft = process.node().replica(0).raft();
        if (raft.leader() == null) {
            findings.add(node + " has no leader in term " + raft.term());
        }
        if (!status.bound()) {
            findings.add(node + " does not know that the cluster is complete");
        }
        if (status.last() < committed) {
            findings.add(node + " lacks entries " + (status.last() + 1) + " to " + committed);
        } else if (status.commit() < committed) {
            findings.add(node + " does not know that " + committed + " is committed");
        } else if (status.applied() < status.commit()) {
            findings.add(node + " has not applied from " + (status.applied() + 1) + " on");
        }
        if (status.last() > committed) {
            findings.add(node + " holds up to " + status.last() + " uncommitted");
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
            text.append(": ").append(process == null ? "down" : process.node().status());
        }
        return text.append("\n    committed ").append(committed).toString();
    }
}
