package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who belongs to the cluster, that is to the group of its first shard, and to the groups of all
 * others.
 */
public final class Cluster implements Observer {
    private final World world;

    private final List<GroupMembers> groups = new ArrayList<>();

    /** Whether the members have ever changed since the cluster was founded. */
    private boolean changed;

    /** Whoever was ever in a configuration, committed or not. */
    private final TreeSet<NodeId> known = new TreeSet<>();

    Cluster(World world) {
        this.world = world;
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            groups.add(new GroupMembers(shard, world.nodes().size()));
        }
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        for (int shard = 1; shard < groups.size(); shard++) {
            groups.get(shard).stepped(machine);
        }
        Membership now = groups.getFirst().stepped(machine);
        if (now != null) {
            now.members().forEach(m -> known.add(m.id()));
            changed |= now.changing() || !now.replicas().isEmpty();
        }
    }

    @Override
    public void diskLost(SimNode node) {
        groups.forEach(group -> group.diskLost(node));
    }

    /** The newest configuration that anybody knows to be committed, null before the first. */
    public @Nullable Membership committed() {
        return groups.getFirst().committed();
    }

    /** The same once the cluster is open for writes. */
    public @Nullable Membership open() {
        Membership now = committed();
        return now != null && now.bound() ? now : null;
    }

    /** The latest configuration of whoever leads the newest term; the committed one without. */
    public @Nullable Membership latest() {
        return latest(0);
    }

    /** The same of the group of a shard. */
    public @Nullable Membership latest(int shard) {
        return groups.get(shard).latest(world.nodes());
    }

    /**
     * Whether a machine's node was in the cluster, is in it no more, and will not be again,
     * whatever comes; and no group counts on a replica there, as long as which it says itself that
     * it must run on.
     */
    public boolean hasLeft(SimNode machine) {
        return knows(machine)
                && !hasMember(machine)
                && voters().stream().flatMap(List::stream).noneMatch(id -> isOn(id, machine))
                && world.operator().unanswered().stream().noneMatch(o -> o.brings(machine));
    }

    private static boolean isOn(NodeId id, SimNode machine) {
        return id.node().equals(machine.id());
    }

    boolean changed() {
        return changed;
    }

    /** Whether a machine's node was ever in a configuration. */
    public boolean knows(SimNode machine) {
        return known.contains(machine.id());
    }

    /** Whether a machine's node is in the newest configuration that is committed. */
    public boolean hasMember(SimNode machine) {
        Membership now = committed();
        return now != null && now.contains(machine.id());
    }

    /** All machines but those that were never asked to join. */
    public List<SimNode> machines() {
        List<SimNode> nodes = world.nodes();
        if (world.setup().founders() == nodes.size()) {
            return nodes;
        }
        var machines = new ArrayList<SimNode>();
        for (SimNode node : nodes) {
            if (!world.setup().machines().get(node.number()).spare() || knows(node)) {
                machines.add(node);
            }
        }
        return machines;
    }

    /** The halves of voters of each of which a majority must work, or nothing may ever again. */
    public List<List<NodeId>> voters() {
        var halves = new ArrayList<List<NodeId>>();
        groups.forEach(group -> group.addVoters(halves));
        return halves;
    }

    private List<List<NodeId>> voters(int shard) {
        var halves = new ArrayList<List<NodeId>>();
        groups.get(shard).addVoters(halves);
        return halves;
    }

    /**
     * Whether majorities remain in all that may come into force.
     *
     * @param lost a machine that is to lose its disk, null for none
     * @param change an order that is to be given, null for none
     */
    public boolean bears(@Nullable SimNode lost, @Nullable Order change) {
        var orders = new ArrayList<>(world.operator().unanswered());
        if (change != null) {
            orders.add(change);
        }
        // While all are well it is for the cluster to see that it keeps its majorities.
        if (lost == null && voters().stream().flatMap(List::stream).allMatch(this::well)) {
            return true;
        }
        Collection<List<NodeId>> first = firstToCome(orders);
        return first.stream().allMatch(group -> works(group, lost, _ -> true))
                && shardsBear(first, lost, change);
    }

    private boolean shardsBear(
            Collection<List<NodeId>> first, @Nullable SimNode lost, @Nullable Order change) {
        for (int shard = 1; shard < groups.size(); shard++) {
            List<List<NodeId>> voters = voters(shard);
            if (voters.isEmpty()) {
                return false; // It may be founded in a log, and nobody knows yet by whom.
            }
            List<List<NodeId>> toCome = new ArrayList<>(shrunk(voters, drained(change)));
            voters.forEach(group -> toCome.add(moved(group, null)));
            for (List<NodeId> group : toCome) {
                // Whoever is taken out of the cluster is cut off from all of its groups.
                if (!works(
                        group, lost, id -> first.stream().allMatch(f -> f.contains(id.node())))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether the groups bear that a machine's disk is damaged and nobody knows: a move may still
     * bring a replica there.
     */
    public boolean bearsUnseen(SimNode damaged) {
        for (int shard = 1; shard < groups.size(); shard++) {
            for (List<NodeId> group : voters(shard)) {
                if (!works(moved(group, damaged), damaged, _ -> true)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * What moves make of a group at worst: who is well gives way to whoever is damaged unseen.
     *
     * @param damaged is so, too, beside those that are already; null for none
     */
    private List<NodeId> moved(List<NodeId> group, @Nullable SimNode damaged) {
        var moved = new ArrayList<>(group);
        for (SimNode machine : world.nodes()) {
            if ((machine == damaged || machine.hasDamagedDisk()) && !group.contains(machine.id())) {
                moved.stream()
                        .filter(id -> well(id) && world.node(id) != damaged)
                        .findFirst()
                        .ifPresent(id -> moved.set(moved.indexOf(id), machine.id()));
            }
        }
        return moved;
    }

    /**
     * The halves of {@link #voters}, and those that the first group's become if nodes carry out
     * what they were asked and have not answered: a request may lie before a node that stands
     * still.
     */
    public Collection<List<NodeId>> votersToCome() {
        var halves = new LinkedHashSet<>(voters());
        for (int shard = 1; shard < groups.size(); shard++) {
            halves.addAll(shrunk(voters(shard), world.operator().drained()));
        }
        halves.addAll(firstToCome(world.operator().unanswered()));
        return halves;
    }

    private Set<NodeId> drained(@Nullable Order change) {
        var drained = new TreeSet<>(world.operator().drained());
        if (change instanceof Order.Drain(NodeId node, boolean on) && on) {
            drained.add(node);
        }
        return drained;
    }

    /** Groups, and what is left of them if some of the replicas on drained nodes go. */
    private static Collection<List<NodeId>> shrunk(List<List<NodeId>> groups, Set<NodeId> drained) {
        var found = new LinkedHashSet<>(groups);
        var open = new ArrayDeque<>(groups);
        while (!open.isEmpty()) {
            List<NodeId> group = open.remove();
            for (NodeId id : group) {
                var without = new ArrayList<>(group);
                without.remove(id);
                if (drained.contains(id.node()) && !without.isEmpty() && found.add(without)) {
                    open.add(without);
                }
            }
        }
        return found;
    }

    /** Whatever becomes of the first group's voters by any of these orders, which are for it. */
    private Collection<List<NodeId>> firstToCome(List<Order> orders) {
        var found = new LinkedHashSet<>(voters(0));
        var open = new ArrayDeque<>(voters(0));
        while (!open.isEmpty()) {
            List<NodeId> group = open.remove();
            for (Order order : orders) {
                var next = new ArrayList<>(group);
                order.applyTo(next);
                next.sort(null);
                if (found.add(next)) {
                    open.add(next);
                }
            }
        }
        return found;
    }

    private boolean works(List<NodeId> group, @Nullable SimNode lost, Predicate<NodeId> stays) {
        int alive = 0;
        for (NodeId id : group) {
            boolean there = well(id) && world.node(id) != lost && stays.test(id);
            // That too many of them have never been met is for the leader to see.
            alive += there || !id.bound() ? 1 : 0;
        }
        return 2 * alive > group.size();
    }

    private boolean well(NodeId id) {
        SimNode machine = world.node(id);
        return machine != null && !machine.hasDamagedDisk();
    }
}
