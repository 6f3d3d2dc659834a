package io.clew.engine.placement;

import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step of the placement, a command in the log of shard 0. One that comes late, or twice, fits no
 * more and does nothing.
 */
public sealed interface PlacementChange {
    /** The cluster is founded; later ones do nothing. */
    record Found(int shards, int factor, List<Host> hosts) implements PlacementChange {
        public Found {
            hosts = List.copyOf(hosts);
            Placement.holds(fault(shards, factor, hosts));
        }

        static @Nullable String fault(int shards, int factor, List<Host> hosts) {
            SortedMap<NodeId, Placement.Host> known = known(hosts);
            return hosts.isEmpty() || known.size() < hosts.size()
                    ? "a cluster is founded by one node or more, each once"
                    : Placement.fault(1, factor, shards, known);
        }

        Placement placement() {
            return Placement.found(shards, factor, known(hosts));
        }

        private static SortedMap<NodeId, Placement.Host> known(List<Host> hosts) {
            var known = new TreeMap<NodeId, Placement.Host>();
            for (Host host : hosts) {
                known.put(host.node(), host.fresh());
            }
            return known;
        }
    }

    /** A node is known from now on, or has another address or zone. */
    record Host(NodeId node, String address, String zone) implements PlacementChange {
        public Host {
            Placement.holds(Placement.Host.fault(address, zone));
        }

        Placement.Host fresh() {
            return new Placement.Host(address, zone, false, false);
        }
    }

    /** A node has left the cluster. It does nothing while the node has to hold anything. */
    record Forget(NodeId node) implements PlacementChange {}

    /** A node is to give everything away, or may be given something again. */
    record Drain(NodeId node, boolean on) implements PlacementChange {}

    /** A node has been away for so long that it is replaced, or is back. */
    record Lost(NodeId node, boolean lost) implements PlacementChange {}

    /** No move may begin any more, or may again. Those that have begun go on. */
    record Pause(boolean on) implements PlacementChange {}

    /**
     * The group of a shard is asked for a change.
     *
     * <p>It does nothing if the group is being changed already, if another configuration is known
     * by now, if moves are paused, if the new node is not usable or has a replica of the shard, if
     * the group could not {@link Placement#bears bear} it, or if fewer than {@link
     * Placement#floor()} replicas would be left on usable nodes while none is added.
     *
     * @param add the node that gets a replica, whose number is given when this is applied; null if
     *     one only goes
     * @param remove the replica that goes, null if one only joins
     * @param expects the index of the group's settled configuration
     */
    record Begin(int shard, @Nullable NodeId add, @Nullable NodeId remove, long expects)
            implements PlacementChange {}

    /**
     * What a group has become, said by its leader: the configuration at this index is committed, it
     * is neither joint nor about to change, and its voters are these replicas.
     *
     * <p>This is a fact, so whatever is newer than what was known is taken over, and ends the move:
     * a group that has another configuration than the expected one does not obey any more. So a
     * leader can also take a move back, by a further configuration that has the replicas of before.
     */
    record Settled(int shard, long configuration, List<NodeId> replicas)
            implements PlacementChange {
        public Settled {
            replicas = replicas.stream().sorted().toList();
            Placement.holds(Placement.Assignment.faultOfReplicas(replicas));
        }
    }

    /**
     * Takes a move back that the group {@link Placement#bears cannot make} any more; the number of
     * a new replica stays given out. The group may have begun with it, and has settled before it
     * can know: who joins is a member then. So the move ends, and a new replica can be done away
     * with, only when the group has said what it has become.
     */
    record Abandon(int shard, long expects) implements PlacementChange {}

    /**
     * Takes a move back in the same way that does not come to its end, although as far as is known
     * the group could make it.
     */
    record GiveUp(int shard, long expects) implements PlacementChange {}
}
