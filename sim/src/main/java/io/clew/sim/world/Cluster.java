package io.clew.sim.world;

import io.clew.engine.Effects;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Who belongs to the cluster: the newest configuration that is committed, and those beyond it that
 * nodes hold or have been asked for, each of which may yet come into force.
 */
public final class Cluster implements Observer {
    private final World world;

    /** The latest configuration on each machine, and its index. */
    private final List<@Nullable Membership> latest = new ArrayList<>();

    private final long[] latestIndex;
    private @Nullable Membership committed;
    private long committedIndex;

    /** Whether the members have ever changed since the cluster was founded. */
    private boolean changed;

    /** Whoever was ever in a configuration, committed or not. */
    private final TreeSet<NodeId> known = new TreeSet<>();

    Cluster(World world) {
        this.world = world;
        latestIndex = new long[world.nodes().size()];
        world.nodes().forEach(_ -> latest.add(null));
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        SimProcess process = machine.process();
        if (process == null || process.raft().membershipIndex() == 0) {
            return;
        }
        Raft raft = process.raft();
        int number = machine.number();
        Membership now = raft.membership();
        if (latestIndex[number] != raft.membershipIndex() || !now.equals(latest.get(number))) {
            latest.set(number, now);
            latestIndex[number] = raft.membershipIndex();
            now.members().forEach(m -> known.add(m.id()));
            changed |= now.changing() || !now.replicas().isEmpty();
        }
        if (latestIndex[number] > committedIndex && latestIndex[number] <= raft.commit()) {
            committed = now;
            committedIndex = latestIndex[number];
        }
    }

    @Override
    public void diskLost(SimNode node) {
        latest.set(node.number(), null);
        latestIndex[node.number()] = 0;
    }

    /** The newest configuration that anybody knows to be committed, null before the first. */
    public @Nullable Membership committed() {
        return committed;
    }

    /** The same once the cluster is open for writes. */
    public @Nullable Membership open() {
        Membership now = committed;
        return now != null && now.bound() ? now : null;
    }

    /** The latest configuration of whoever leads the newest term; the committed one without. */
    public @Nullable Membership latest() {
        Membership found = committed;
        long term = 0;
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            if (process != null && process.raft().leads() && process.raft().term() > term) {
                term = process.raft().term();
                found = process.raft().membership();
            }
        }
        return found;
    }

    /**
     * Whether a machine's node was in the cluster, is in it no more, and will not be again,
     * whatever comes.
     */
    public boolean hasLeft(SimNode machine) {
        return knows(machine)
                && !hasMember(machine)
                && voters().stream().noneMatch(group -> group.contains(machine.id()))
                && world.operator().unanswered().stream().noneMatch(o -> o.brings(machine));
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
        Membership now = committed;
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

    /** The groups of voters of each of which a majority must work, or nothing may ever again. */
    public List<List<NodeId>> voters() {
        var groups = new ArrayList<List<NodeId>>();
        Membership now = committed;
        if (now != null) {
            addVoters(now, groups);
        }
        for (int i = 0; i < latestIndex.length; i++) {
            Membership later = latest.get(i);
            if (later != null && latestIndex[i] > committedIndex) {
                addVoters(later, groups);
            }
        }
        return groups;
    }

    private static void addVoters(Membership membership, List<List<NodeId>> groups) {
        groups.add(ids(membership.voters()));
        if (membership.joint()) {
            groups.add(ids(membership.outgoing()));
        }
        if (membership.changing()) {
            var next = new ArrayList<>(ids(membership.voters()));
            next.removeAll(membership.leaving());
            next.addAll(ids(membership.joining()));
            groups.add(next);
        }
    }

    private static List<NodeId> ids(List<Member> members) {
        return members.stream().map(Member::id).toList();
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
        for (List<NodeId> group : voters()) {
            var after = new ArrayList<>(group);
            if (!works(group, lost)) {
                return false;
            }
            for (Order order : orders) {
                order.applyTo(after);
                var alone = new ArrayList<>(group);
                order.applyTo(alone);
                if (!works(alone, lost) || !works(after, lost)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean works(List<NodeId> group, @Nullable SimNode lost) {
        int alive = 0;
        for (NodeId id : group) {
            SimNode machine = world.node(id);
            alive += machine != null && machine != lost && !machine.hasDamagedDisk() ? 1 : 0;
        }
        return 2 * alive > group.size();
    }
}
