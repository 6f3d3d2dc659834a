package io.clew.engine.placement;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Which nodes carry which shard: the map that the group of shard 0 agrees on, an immutable value.
 *
 * <p>Shard 0 is not in it: its group is the cluster itself, and every node belongs to it. For each
 * other shard the map says what its group was last known to be, and the one change that the group
 * is asked for now. The group itself decides: it obeys only while its configuration is the expected
 * one, and what it reports to have become is taken over.
 *
 * @param version how many changes have made it what it is
 * @param factor how many replicas a shard should have, if there are as many nodes
 * @param paused whether no move may begin
 * @param assignments of shards 1 and up, in this order
 * @param hosts the nodes that are known, by their identities
 */
public record Placement(
        long version,
        int factor,
        boolean paused,
        List<Assignment> assignments,
        SortedMap<NodeId, Host> hosts) {
    public static final int SHARDS_MAX = 1024;
    public static final int HOSTS_MAX = 1024;

    public Placement {
        assignments = List.copyOf(assignments);
        var sorted = new TreeMap<NodeId, Host>();
        sorted.putAll(hosts);
        hosts = Collections.unmodifiableSortedMap(sorted);
        holds(fault(version, factor, assignments.size() + 1, hosts));
    }

    /**
     * A node that can carry replicas.
     *
     * @param address {@code host:port} at which others reach it
     * @param zone what is likely to fail together with it, empty if nobody said; nodes of which
     *     nobody said count as one zone
     * @param draining whether it is to give everything away
     * @param lost whether it has been away for so long that it is replaced
     */
    public record Host(String address, String zone, boolean draining, boolean lost) {
        public static final int ADDRESS_LENGTH_MAX = 300;
        public static final int ZONE_LENGTH_MAX = 64;

        public Host {
            holds(fault(address, zone));
        }

        /** Whether it may be given more. */
        public boolean usable() {
            return !draining && !lost;
        }

        static @Nullable String fault(String address, String zone) {
            boolean fits =
                    !address.isEmpty()
                            && address.length() <= ADDRESS_LENGTH_MAX
                            && zone.length() <= ZONE_LENGTH_MAX;
            return fits ? null : "a host has an address and a zone, and both are short";
        }
    }

    /**
     * What a group is asked to become.
     *
     * @param add the replica that joins, null if only one goes
     * @param remove the replica that goes, null if only one joins
     * @param expects the index of the configuration that the group must have, else it does nothing
     * @param abandoned whether it is taken back: if the group has not begun with it, it answers by
     *     the same members under a newer index, so that no leader of it begins any more
     */
    public record Move(
            @Nullable NodeId add, @Nullable NodeId remove, long expects, boolean abandoned) {
        /** A move that is to be made. */
        public Move(@Nullable NodeId add, @Nullable NodeId remove, long expects) {
            this(add, remove, expects, false);
        }
    }

    /**
     * The replicas of one shard.
     *
     * @param replicas the group's members when it was last known to be settled, ascending
     * @param nextReplica the number that the next new replica gets; all below have been given out,
     *     and none is given again
     * @param configuration the index of the group's settled configuration; 1 for the first one
     * @param move what the group is asked to become, null if it is to stay as it is
     */
    public record Assignment(
            List<NodeId> replicas, int nextReplica, long configuration, @Nullable Move move) {
        public Assignment {
            replicas = List.copyOf(replicas);
            holds(fault(replicas, nextReplica, configuration, move));
        }

        /** The replicas, and the one that is being added. */
        public List<NodeId> holders() {
            if (move == null || move.add() == null) {
                return replicas;
            }
            var holders = new ArrayList<NodeId>(replicas);
            holders.add(move.add());
            Collections.sort(holders);
            return List.copyOf(holders);
        }

        /** The replicas there are once the move, if there is one, is made or taken back. */
        public List<NodeId> target() {
            return move != null && move.abandoned() ? replicas : moved();
        }

        /**
         * The replicas there are once the move, if there is one, is made. The group may have made
         * it, or be half way, also where it is to be taken back.
         */
        public List<NodeId> moved() {
            if (move == null || move.remove() == null) {
                return holders();
            }
            var moved = new ArrayList<NodeId>(holders());
            moved.remove(move.remove());
            return List.copyOf(moved);
        }

        static @Nullable String fault(
                List<NodeId> replicas, int nextReplica, long configuration, @Nullable Move move) {
            String fault = faultOfReplicas(replicas);
            if (fault != null) {
                return fault;
            }
            for (NodeId replica : replicas) {
                if (replica.replica() >= nextReplica) {
                    return "a replica has a number that was given out";
                }
            }
            if (configuration < 1) {
                return "a group has a configuration";
            }
            return move == null ? null : faultOfMove(replicas, nextReplica, configuration, move);
        }

        private static @Nullable String faultOfMove(
                List<NodeId> replicas, int nextReplica, long configuration, Move move) {
            NodeId add = move.add();
            NodeId remove = move.remove();
            if (add == null && remove == null) {
                return "a move changes something";
            }
            if (move.expects() != configuration) {
                return "a move expects the group's configuration";
            }
            if (remove != null && !replicas.contains(remove)) {
                return "what is removed is a replica";
            }
            if (add == null) {
                return replicas.size() == 1 ? "a shard keeps a replica" : null;
            }
            if (add.replica() < 1 || add.replica() >= nextReplica) {
                return "a new replica has a number that was given out";
            }
            boolean apart = add.bound() && replicas.stream().noneMatch(r -> sameNode(r, add));
            return apart ? null : "a node has one replica of a shard";
        }

        static @Nullable String faultOfReplicas(List<NodeId> replicas) {
            if (replicas.isEmpty()) {
                return "a shard has a replica";
            }
            NodeId before = null;
            for (NodeId replica : replicas) {
                if (!replica.bound() || replica.replica() < 1) {
                    return "a replica is on a node, and has a number";
                }
                if (before != null
                        && (before.compareTo(replica) > 0 || sameNode(before, replica))) {
                    return "replicas are on different nodes, and in their order";
                }
                before = replica;
            }
            return null;
        }

        private static boolean sameNode(NodeId one, NodeId other) {
            return one.value() == other.value();
        }
    }

    /**
     * A replica that a node has to hold.
     *
     * @param replica on that node
     */
    public record Held(int shard, NodeId replica) {}

    /**
     * The first placement: replicas are spread evenly over the nodes, and over their zones first;
     * number 1 of each shard is the one that should lead it.
     */
    public static Placement found(int shards, int factor, SortedMap<NodeId, Host> hosts) {
        return new Placement(
                1, factor, false, FirstPlacement.assignments(shards, factor, hosts), hosts);
    }

    /**
     * What a change makes of a placement; the same one if it does not fit, because it is late or
     * has come twice.
     *
     * @param before null until the cluster has been founded
     */
    public static @Nullable Placement apply(@Nullable Placement before, PlacementChange change) {
        if (before != null) {
            return new Application(before).of(change);
        }
        return change instanceof PlacementChange.Found found ? found.placement() : null;
    }

    /** How many shards there are, shard 0 included. */
    public int shards() {
        return assignments.size() + 1;
    }

    /** Of a shard other than 0. */
    public Assignment assignment(int shard) {
        Invariant.check(shard >= 1 && shard < shards(), "no such assignment", shard, shards());
        return assignments.get(shard - 1);
    }

    /** Who has to hold a shard other than 0: its replicas, and the one that is being added. */
    public List<NodeId> holders(int shard) {
        return assignment(shard).holders();
    }

    /** The number that the next new replica of a shard other than 0 gets. */
    public int nextReplica(int shard) {
        return assignment(shard).nextReplica();
    }

    /**
     * What a node has to hold, in the order of the shards: what is being added from the beginning,
     * and what is being removed until the group has settled without it.
     */
    public List<Held> on(NodeId node) {
        var held = new ArrayList<Held>();
        for (int shard = 1; shard < shards(); shard++) {
            for (NodeId replica : holders(shard)) {
                if (replica.value() == node.value()) {
                    held.add(new Held(shard, replica));
                }
            }
        }
        return held;
    }

    /** Whether a node, or the one that a replica is on, may be given more. */
    public boolean usable(NodeId id) {
        Host host = hosts.get(id.node());
        return host != null && host.usable();
    }

    /** Whether nobody else could take what a node carries. */
    public boolean last(NodeId node) {
        return hosts.entrySet().stream()
                .noneMatch(each -> !each.getKey().equals(node) && each.getValue().usable());
    }

    /**
     * Whether a group can come to be what a move asks of it: whoever joins is usable, and of those
     * that it leaves a majority lives. Else it would wait, and let nothing else be done, for as
     * long as somebody is lost.
     */
    public boolean bears(Assignment assignment) {
        Move move = assignment.move();
        if (move == null || (move.add() != null && !usable(move.add()))) {
            return move == null;
        }
        return majorityLives(assignment.target());
    }

    /** Whether of these replicas more than half are on nodes that are known and not lost. */
    boolean majorityLives(List<NodeId> replicas) {
        return 2 * replicas.stream().filter(this::lives).count() > replicas.size();
    }

    private boolean lives(NodeId replica) {
        Host host = hosts.get(replica.node());
        return host != null && !host.lost();
    }

    /** How many replicas no removal may go below, on nodes that are usable. */
    public int floor() {
        int usable = (int) hosts.values().stream().filter(Host::usable).count();
        return Math.min(factor, Math.max(1, usable));
    }

    /**
     * A number that two placements share if they are the same, and next to never if they are not.
     * It takes as long as writing the whole placement.
     */
    public long hash() {
        Bytes bytes = PlacementCodec.encode(this);
        var one = new CRC32();
        one.update(bytes.array());
        var other = new CRC32C();
        other.update(bytes.array());
        return one.getValue() << 32 | other.getValue();
    }

    Placement with(int shard, Assignment assignment) {
        var changed = new ArrayList<Assignment>(assignments);
        changed.set(shard - 1, assignment);
        return new Placement(version + 1, factor, paused, changed, hosts);
    }

    /** The same on hosts in another condition, to be asked what should be done then. */
    public Placement among(SortedMap<NodeId, Host> others) {
        return new Placement(version, factor, paused, assignments, others);
    }

    Placement with(SortedMap<NodeId, Host> changed) {
        return new Placement(version + 1, factor, paused, assignments, changed);
    }

    Placement with(boolean nowPaused) {
        return new Placement(version + 1, factor, nowPaused, assignments, hosts);
    }

    static @Nullable String fault(
            long version, int factor, int shards, SortedMap<NodeId, Host> hosts) {
        if (version < 1) {
            return "versions count from 1";
        }
        if (factor < 1 || factor > HOSTS_MAX) {
            return "a shard has one replica or more";
        }
        if (shards < 1 || shards > SHARDS_MAX) {
            return "there are 1 to " + SHARDS_MAX + " shards";
        }
        boolean nodes = hosts.keySet().stream().allMatch(id -> id.bound() && id.replica() == 0);
        return nodes && hosts.size() <= HOSTS_MAX ? null : "hosts are nodes, and not too many";
    }

    static void holds(@Nullable String fault) {
        if (fault != null) {
            Invariant.check(false, fault);
        }
    }
}
