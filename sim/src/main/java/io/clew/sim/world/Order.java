package io.clew.sim.world;

import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import java.util.List;

/**
 * A change of the members that the operator wants.
 *
 * @param voters who is to join and to vote
 * @param replicas who is to join and only follow
 * @param removed who is to go
 */
public record Order(List<Member> voters, List<Member> replicas, List<NodeId> removed) {
    public Order {
        voters = List.copyOf(voters);
        replicas = List.copyOf(replicas);
        removed = List.copyOf(removed);
    }

    /** Lets machines join as voters, and others go. */
    public static Order replace(List<SimNode> joining, List<NodeId> removed) {
        return new Order(members(joining), List.of(), removed);
    }

    public static Order addReplicas(List<SimNode> joining) {
        return new Order(List.of(), members(joining), List.of());
    }

    public static Order remove(List<NodeId> removed) {
        return new Order(List.of(), List.of(), removed);
    }

    private static List<Member> members(List<SimNode> machines) {
        return machines.stream().map(m -> new Member(m.id(), m.address())).toList();
    }

    Request request() {
        return new Request.ChangeMembers(
                voters, replicas, removed.stream().map(NodeId::toString).toList());
    }

    /** Whether all who are to come are still there. */
    boolean possible(World world) {
        return voters.stream().allMatch(m -> world.node(m.id()) != null)
                && replicas.stream().allMatch(m -> world.node(m.id()) != null);
    }

    boolean brings(SimNode machine) {
        return voters.stream().anyMatch(m -> m.id().equals(machine.id()))
                || replicas.stream().anyMatch(m -> m.id().equals(machine.id()));
    }

    /** What becomes of a group of voters. */
    void applyTo(List<NodeId> group) {
        group.removeAll(removed);
        for (Member voter : voters) {
            if (!group.contains(voter.id())) {
                group.add(voter.id());
            }
        }
    }
}
