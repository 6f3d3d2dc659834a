package io.clew.sim.world;

import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import java.util.List;

/** What the operator wants of the cluster. */
public sealed interface Order {
    /** Lets machines join as voters, and others go. */
    static Order replace(List<SimNode> joining, List<NodeId> removed) {
        return new Change(members(joining), List.of(), removed);
    }

    static Order addReplicas(List<SimNode> joining) {
        return new Change(List.of(), members(joining), List.of());
    }

    static Order remove(List<NodeId> removed) {
        return new Change(List.of(), List.of(), removed);
    }

    private static List<Member> members(List<SimNode> machines) {
        return machines.stream().map(m -> new Member(m.id(), m.address())).toList();
    }

    Request request();

    /** Whether all whom it is about are still there. */
    boolean possible(World world);

    /** Whether it makes a machine's node a member. */
    boolean brings(SimNode machine);

    /** What becomes of a group of voters. */
    void applyTo(List<NodeId> group);

    /**
     * A change of the members.
     *
     * @param voters who is to join and to vote
     * @param replicas who is to join and only follow
     * @param removed who is to go
     */
    record Change(List<Member> voters, List<Member> replicas, List<NodeId> removed)
            implements Order {
        public Change {
            voters = List.copyOf(voters);
            replicas = List.copyOf(replicas);
            removed = List.copyOf(removed);
        }

        @Override
        public Request request() {
            return new Request.ChangeMembers(
                    voters, replicas, removed.stream().map(NodeId::toString).toList());
        }

        @Override
        public boolean possible(World world) {
            return voters.stream().allMatch(m -> world.node(m.id()) != null)
                    && replicas.stream().allMatch(m -> world.node(m.id()) != null);
        }

        @Override
        public boolean brings(SimNode machine) {
            return voters.stream().anyMatch(m -> m.id().equals(machine.id()))
                    || replicas.stream().anyMatch(m -> m.id().equals(machine.id()));
        }

        @Override
        public void applyTo(List<NodeId> group) {
            group.removeAll(removed);
            for (Member voter : voters) {
                if (!group.contains(voter.id())) {
                    group.add(voter.id());
                }
            }
        }
    }

    /**
     * A member is to carry no replicas of shards any more, or may carry some again.
     *
     * @param on whether it is to give everything away
     */
    record Drain(NodeId node, boolean on) implements Order {
        @Override
        public Request request() {
            return new Request.Drain(node.toString(), on);
        }

        @Override
        public boolean possible(World world) {
            return world.node(node) != null;
        }

        @Override
        public boolean brings(SimNode machine) {
            return false;
        }

        /** Nothing: every node stays a member of the first shard's group. */
        @Override
        public void applyTo(List<NodeId> group) {}
    }
}
