package io.clew.engine.placement;

import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A placement as small numbers, which next moves are tried on: where replicas are once all moves
 * that have begun are made.
 *
 * <p>Hosts are numbered in the order of their identities; a node that has a replica and is not
 * known counts as lost.
 */
final class Layout {
    /** No host. */
    static final int NONE = -1;

    private final NodeId[] nodes;
    private final int[] zones;
    private final boolean[] alive;
    private final boolean[] usable;

    /** Those that give up, or have given up, what they have, dead or alive. */
    private final boolean[] leaving;

    /** Those to which replicas are on their way and do not arrive. */
    private final boolean[] avoided;

    /** Hosts of a shard's moves that were given up, by shards. */
    private final TreeMap<Integer, List<NodeId>> tried = new TreeMap<>();

    private final int[] load;

    /** For each shard, its hosts; at 0 is nothing. */
    private final int[][] hosts;

    /** For each shard, whether its group can be asked for a change. */
    private final boolean[] free;

    /** How many replicas of the shard looked at last are in each zone. */
    private final int[] zoneCounts;

    private int usableCount;

    private Layout(int shards, SortedMap<NodeId, Host> known, SortedSet<NodeId> all) {
        nodes = all.toArray(NodeId[]::new);
        zones = new int[nodes.length];
        alive = new boolean[nodes.length];
        usable = new boolean[nodes.length];
        leaving = new boolean[nodes.length];
        avoided = new boolean[nodes.length];
        load = new int[nodes.length];
        hosts = new int[shards][];
        free = new boolean[shards];
        var names = new TreeMap<String, Integer>();
        for (int i = 0; i < nodes.length; i++) {
            Host host = known.get(nodes[i]);
            alive[i] = host != null && !host.lost();
            usable[i] = host != null && host.usable();
            leaving[i] = host == null || host.draining();
            usableCount += usable[i] ? 1 : 0;
            String zone = host == null ? "" : host.zone();
            zones[i] = names.computeIfAbsent(zone, z -> names.size());
        }
        zoneCounts = new int[names.size()];
    }

    /** Shards without any replica. */
    static Layout empty(int shards, SortedMap<NodeId, Host> known) {
        var layout = new Layout(shards, known, new TreeSet<>(known.keySet()));
        for (int shard = 1; shard < shards; shard++) {
            layout.hosts[shard] = new int[0];
            layout.free[shard] = true;
        }
        return layout;
    }

    static Layout of(Placement placement) {
        var all = new TreeSet<NodeId>(placement.hosts().keySet());
        for (Assignment assignment : placement.assignments()) {
            assignment.holders().forEach(replica -> all.add(replica.node()));
        }
        var layout = new Layout(placement.shards(), placement.hosts(), all);
        for (int shard = 1; shard < placement.shards(); shard++) {
            layout.take(shard, placement.assignment(shard));
        }
        return layout;
    }

    private void take(int shard, Assignment assignment) {
        hosts[shard] = assignment.target().stream().mapToInt(this::host).toArray();
        for (int host : hosts[shard]) {
            load[host]++;
        }
        int[] members = assignment.replicas().stream().mapToInt(this::host).toArray();
        long living = Arrays.stream(members).filter(host -> alive[host]).count();
        free[shard] = assignment.move() == null && living * 2 > members.length;
    }

    /** Has the host that an assignment adds, if there is one, taken only where no other is. */
    void avoid(Assignment assignment) {
        Move move = assignment.move();
        if (move != null && move.add() != null) {
            avoided[host(move.add())] = true;
        }
    }

    /** Has a host taken only where no other is, if it is one. */
    void avoid(NodeId node) {
        int host = host(node);
        if (host >= 0) {
            avoided[host] = true;
        }
    }

    /** Has these hosts taken last for a shard, and the first of them first. */
    void tried(int shard, List<NodeId> those) {
        tried.put(shard, those);
    }

    int host(NodeId id) {
        return Arrays.binarySearch(nodes, id.node());
    }

    NodeId node(int host) {
        return nodes[host];
    }

    int hostCount() {
        return nodes.length;
    }

    int shards() {
        return hosts.length;
    }

    int usableCount() {
        return usableCount;
    }

    boolean alive(int host) {
        return alive[host];
    }

    boolean usable(int host) {
        return usable[host];
    }

    boolean leaving(int host) {
        return leaving[host];
    }

    boolean avoided(int host) {
        return avoided[host];
    }

    int load(int host) {
        return load[host];
    }

    /** Whether a shard's group can be asked: it has a majority that lives, and no move yet. */
    boolean free(int shard) {
        return free[shard];
    }

    int[] hosts(int shard) {
        return hosts[shard];
    }

    int living(int shard) {
        int living = 0;
        for (int host : hosts[shard]) {
            living += alive[host] ? 1 : 0;
        }
        return living;
    }

    boolean holds(int shard, int host) {
        for (int held : hosts[shard]) {
            if (held == host) {
                return true;
            }
        }
        return false;
    }

    /**
     * The host for one more replica: in the zone that has the fewest of the shard, the emptiest;
     * one that is to be avoided, or was tried in vain, only if there is no other.
     *
     * @param without a host that is about to lose its replica
     */
    int best(int shard, int without) {
        countZones(shard, without);
        int best = NONE;
        for (int host = 0; host < nodes.length; host++) {
            if (usable[host]
                    && !holds(shard, host)
                    && (best == NONE || fitter(shard, host, best))) {
                best = host;
            }
        }
        return best;
    }

    private boolean fitter(int shard, int host, int best) {
        if (avoided[host] != avoided[best]) {
            return avoided[best];
        }
        int later = turn(shard, host) - turn(shard, best);
        return later < 0 || (later == 0 && better(host, best));
    }

    /** Whether a move of the shard to a host was given up. */
    boolean wasTried(int shard, int host) {
        return turn(shard, host) >= 0;
    }

    private int turn(int shard, int host) {
        return tried.getOrDefault(shard, List.of()).indexOf(nodes[host]);
    }

    private boolean better(int host, int best) {
        int fewer = zoneCounts[zones[host]] - zoneCounts[zones[best]];
        return fewer < 0 || (fewer == 0 && load[host] < load[best]);
    }

    /** The host that should rather lose its replica: in the zone with the most, the fullest. */
    int worst(int shard) {
        countZones(shard, NONE);
        int worst = hosts[shard][0];
        for (int host : hosts[shard]) {
            if (better(worst, host)) {
                worst = host;
            }
        }
        return worst;
    }

    /** How many more replicas of a shard are in the zone of one host than in that of the other. */
    int surplus(int shard, int from, int to) {
        countZones(shard, NONE);
        return zoneCounts[zones[from]] - zoneCounts[zones[to]];
    }

    boolean sameZone(int one, int other) {
        return zones[one] == zones[other];
    }

    private void countZones(int shard, int without) {
        Arrays.fill(zoneCounts, 0);
        for (int host : hosts[shard]) {
            if (usable[host] && host != without) {
                zoneCounts[zones[host]]++;
            }
        }
    }

    /** For each host, the shards that can be asked and are on it, ascending. */
    int[][] freeShards() {
        var shards = new int[nodes.length][];
        for (int host = 0; host < nodes.length; host++) {
            shards[host] = new int[load[host]];
        }
        var sizes = new int[nodes.length];
        for (int shard = 1; shard < hosts.length; shard++) {
            for (int host : hosts[shard]) {
                if (free[shard]) {
                    shards[host][sizes[host]++] = shard;
                }
            }
        }
        for (int host = 0; host < nodes.length; host++) {
            shards[host] = Arrays.copyOf(shards[host], sizes[host]);
        }
        return shards;
    }

    /**
     * One change of one shard.
     *
     * @param add the host that gets a replica, or {@link #NONE}
     * @param remove the host that loses one, or {@link #NONE}
     */
    record Step(int shard, int add, int remove) {}

    /** Makes a step. */
    void make(Step step) {
        int[] before = hosts[step.shard()];
        var after = new int[before.length + 1];
        int size = 0;
        for (int host : before) {
            if (host != step.remove()) {
                after[size++] = host;
            }
        }
        if (step.add() != NONE) {
            after[size++] = step.add();
            load[step.add()]++;
        }
        if (step.remove() != NONE) {
            load[step.remove()]--;
        }
        hosts[step.shard()] = Arrays.copyOf(after, size);
    }

    @Nullable NodeId nodeOrNull(int host) {
        return host == NONE ? null : nodes[host];
    }
}
