package io.clew.sim;

import io.clew.engine.Replica;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the replicas of all shards but the first have to end up when nothing is in their way: told
 * from what the simulator knows of the nodes, not from what the engine would do next.
 *
 * <p>Each shard has as many replicas as are wanted, or one on each node that can take any; none is
 * on a node that has left or is drained; one that is on a lost node has been replaced, unless all
 * nodes that could take it have one already and fewer would not have to agree without it; and no
 * node carries two more than another. That holds of shards whose majority lives, which is for the
 * groups to show, and as long as moves are not paused, which nobody does here. All nodes are in one
 * zone.
 */
final class Homes {
    private final World world;

    Homes(World world) {
        this.world = world;
    }

    /**
     * What is not yet as it must be, null if all is.
     *
     * @param living who works, and hears and is heard by all others that do; nobody else is heard
     */
    @Nullable String fault(List<SimNode> living) {
        if (world.setup().shards() == 1) {
            return null;
        }
        Placement placement = placement(living);
        Membership members = world.cluster().latest();
        if (placement == null || members == null) {
            return "nobody who leads the first shard knows where the others are";
        }
        if (members.changing() || placement.paused()) {
            return members.changing() ? "the members are changing" : "moves are paused";
        }
        String fault = faultOfHosts(placement, members, living);
        return fault != null ? fault : faultOfReplicas(placement, usable(placement));
    }

    /** As whoever leads the first shard has it. */
    private static @Nullable Placement placement(List<SimNode> living) {
        for (SimNode node : living) {
            SimProcess process = node.process();
            Replica cluster = process == null ? null : process.replica(0);
            if (cluster != null && cluster.raft().settled()) {
                return cluster.state().placement();
            }
        }
        return null;
    }

    /**
     * Those who vote and work are known, and drained only if that was asked for; nobody is who has
     * left; who is away counts as lost.
     */
    private @Nullable String faultOfHosts(
            Placement placement, Membership members, List<SimNode> living) {
        var unmet = new TreeSet<NodeId>(ids(members));
        for (Map.Entry<NodeId, Placement.Host> known : placement.hosts().entrySet()) {
            NodeId node = known.getKey();
            if (!unmet.remove(node)) {
                // Where all who are left are drained, nothing can be moved off it.
                if (usable(placement).isEmpty() && !placement.on(node).isEmpty()) {
                    continue;
                }
                return node + " has left and is not forgotten";
            }
            if (known.getValue().draining() && !world.operator().drained().contains(node)) {
                return node + " is drained, and nobody has asked for that";
            }
            if (known.getValue().lost() == lives(node, living)) {
                return node + (known.getValue().lost() ? " is not lost" : " is away and not lost");
            }
        }
        // Who has lost its disk before it ever said anything has never been given any replica.
        unmet.removeIf(node -> !lives(node, living));
        return unmet.isEmpty() ? null : unmet + " are members and not known";
    }

    private boolean lives(NodeId node, List<SimNode> living) {
        SimNode machine = world.node(node);
        return machine != null && living.contains(machine);
    }

    private static Set<NodeId> usable(Placement placement) {
        var usable = new TreeSet<NodeId>();
        placement
                .hosts()
                .forEach(
                        (node, host) -> {
                            if (!host.lost() && !host.draining()) {
                                usable.add(node);
                            }
                        });
        return usable;
    }

    private @Nullable String faultOfReplicas(Placement placement, Set<NodeId> usable) {
        var loads = new TreeMap<NodeId, Integer>();
        usable.forEach(node -> loads.put(node, 0));
        for (int shard = 1; shard < world.setup().shards(); shard++) {
            String fault = faultOfRest(placement, shard);
            if (fault == null && !usable.isEmpty()) {
                fault = faultOf(placement, shard, usable);
            }
            if (fault != null) {
                return "shard " + shard + fault;
            }
            for (NodeId replica : placement.assignment(shard).replicas()) {
                loads.computeIfPresent(replica.node(), (_, load) -> load + 1);
            }
        }
        int least = loads.values().stream().mapToInt(load -> load).min().orElse(0);
        int most = loads.values().stream().mapToInt(load -> load).max().orElse(0);
        return most - least > 1 ? "nodes carry unequally much: " + loads : null;
    }

    /** The group is what the placement says, and neither is about to change. */
    private @Nullable String faultOfRest(Placement placement, int shard) {
        Placement.Assignment assignment = placement.assignment(shard);
        Membership members = world.cluster().latest(shard);
        if (assignment.move() != null) {
            return " is to change: " + assignment;
        }
        if (members == null || members.changing()) {
            return " has a group that changes: " + members;
        }
        return assignment.replicas().equals(ids(members))
                ? null
                : " is " + members + ", not " + assignment;
    }

    private @Nullable String faultOf(Placement placement, int shard, Set<NodeId> usable) {
        List<NodeId> replicas = placement.assignment(shard).replicas();
        int factor = world.setup().factor();
        int wanted = Math.min(factor, usable.size());
        List<NodeId> bad = replicas.stream().filter(r -> !usable.contains(r.node())).toList();
        int good = replicas.size() - bad.size();
        if (good != wanted) {
            return " has " + good + " good replicas, not " + wanted + ": " + replicas;
        }
        for (NodeId replica : bad) {
            Placement.Host host = placement.hosts().get(replica.node());
            // Without one of three two have to agree, as before; and who is lost may come back.
            boolean may = bad.size() == 1 && replicas.size() % 2 == 1 && replicas.size() <= factor;
            if (host == null || host.draining() || !may) {
                return " keeps " + replica + ", where it should be no more: " + replicas;
            }
        }
        return null;
    }

    private static List<NodeId> ids(Membership members) {
        return members.voters().stream().map(Member::id).sorted().toList();
    }
}
