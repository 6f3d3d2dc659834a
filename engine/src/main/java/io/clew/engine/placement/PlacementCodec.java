package io.clew.engine.placement;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of a placement and of its changes. All numbers but identities are varints.
 *
 * <pre>
 *   placement  : format u8, version, factor, paused u8, hosts, shards, assignment of each but 0
 *   hosts      : count, then for each: node u64, address, zone, flags u8 (1 draining, 2 lost)
 *   assignment : replicas, next number, configuration, move
 *   replicas   : count, then for each: node u64, number
 *   move       : parts u8 (0 no move, 1 add, 2 remove), then those parts: node u64, number
 *   change     : version 4 bits, kind 4 bits, then
 *   found      : shards, factor, count, then for each host: node u64, address, zone
 *   host       : node u64, address, zone
 *   forget     : node u64
 *   drain      : node u64, on u8
 *   lost       : node u64, lost u8
 *   pause      : on u8
 *   begin      : shard, expects, parts u8, then those parts: node u64, number
 *   settled    : shard, configuration, replicas
 *   abandon    : shard, expects
 *   give up    : shard, expects
 * </pre>
 *
 * What a move expects is the configuration of its assignment.
 */
public final class PlacementCodec {
    private static final int FORMAT = 1;
    private static final int VERSION = 1 << 4;
    private static final int FOUND = VERSION | 1;
    private static final int HOST = VERSION | 2;
    private static final int FORGET = VERSION | 3;
    private static final int DRAIN = VERSION | 4;
    private static final int LOST = VERSION | 5;
    private static final int PAUSE = VERSION | 6;
    private static final int BEGIN = VERSION | 7;
    private static final int SETTLED = VERSION | 8;
    private static final int ABANDON = VERSION | 9;
    private static final int GIVE_UP = VERSION | 10;

    private static final int DRAINING_FLAG = 1;
    private static final int LOST_FLAG = 2;
    private static final int ADD_PART = 1;
    private static final int REMOVE_PART = 2;
    private static final int ABANDONED_FLAG = 4;

    private PlacementCodec() {}

    public static Bytes encode(PlacementChange change) {
        var out = new ByteWriter();
        switch (change) {
            case PlacementChange.Found(
                            int shards,
                            int factor,
                            List<PlacementChange.Host> hosts) -> {
                out.u8(FOUND).varint(shards).varint(factor).varint(hosts.size());
                hosts.forEach(host -> write(out, host));
            }
            case PlacementChange.Host host -> write(out.u8(HOST), host);
            case PlacementChange.Forget(NodeId node) -> out.u8(FORGET).u64(node.value());
            case PlacementChange.Drain(NodeId node, boolean on) ->
                    out.u8(DRAIN).u64(node.value()).bool(on);
            case PlacementChange.Lost(NodeId node, boolean lost) ->
                    out.u8(LOST).u64(node.value()).bool(lost);
            case PlacementChange.Pause(boolean on) -> out.u8(PAUSE).bool(on);
            case PlacementChange.Begin begin -> {
                out.u8(BEGIN).varint(begin.shard()).varint(begin.expects());
                writeParts(out, begin.add(), begin.remove(), false);
            }
            case PlacementChange.Settled(int shard, long configuration, List<NodeId> replicas) -> {
                out.u8(SETTLED).varint(shard).varint(configuration);
                write(out, replicas);
            }
            case PlacementChange.Abandon(int shard, long expects) ->
                    out.u8(ABANDON).varint(shard).varint(expects);
            case PlacementChange.GiveUp(int shard, long expects) ->
                    out.u8(GIVE_UP).varint(shard).varint(expects);
        }
        return out.toBytes();
    }

    public static PlacementChange decode(Bytes bytes) {
        var in = new ByteReader(bytes);
        PlacementChange change = readChange(in);
        in.finish();
        return change;
    }

    private static PlacementChange readChange(ByteReader in) {
        int head = in.u8();
        return switch (head) {
            case FOUND -> readFound(in);
            case HOST -> readHost(in);
            case FORGET -> new PlacementChange.Forget(node(in));
            case DRAIN -> new PlacementChange.Drain(node(in), in.bool());
            case LOST -> new PlacementChange.Lost(node(in), in.bool());
            case PAUSE -> new PlacementChange.Pause(in.bool());
            case BEGIN -> {
                int shard = shard(in);
                long expects = in.natural();
                Move parts = readParts(in, expects);
                if (parts == null
                        || parts.abandoned()
                        || (parts.add() != null && parts.add().replica() != 0)) {
                    throw new MalformedException("a move without parts, or a number not given yet");
                }
                yield new PlacementChange.Begin(shard, parts.add(), parts.remove(), expects);
            }
            case SETTLED -> {
                int shard = shard(in);
                long configuration = in.natural();
                List<NodeId> replicas = readReplicas(in);
                refuse(Assignment.faultOfReplicas(replicas));
                yield new PlacementChange.Settled(shard, configuration, replicas);
            }
            case ABANDON -> new PlacementChange.Abandon(shard(in), in.natural());
            case GIVE_UP -> new PlacementChange.GiveUp(shard(in), in.natural());
            default ->
                    throw new MalformedException(
                            "unknown change " + (head & 15) + " of version " + (head >> 4));
        };
    }

    private static PlacementChange readFound(ByteReader in) {
        int shards = in.count(Placement.SHARDS_MAX);
        int factor = in.count(Placement.HOSTS_MAX);
        int n = in.count(Math.min(Placement.HOSTS_MAX, in.remaining()));
        var hosts = new ArrayList<PlacementChange.Host>();
        for (int i = 0; i < n; i++) {
            hosts.add(readHost(in));
        }
        refuse(PlacementChange.Found.fault(shards, factor, hosts));
        return new PlacementChange.Found(shards, factor, hosts);
    }

    public static Bytes encode(Placement placement) {
        var out = new ByteWriter(64 * placement.shards());
        out.u8(FORMAT).varint(placement.version()).varint(placement.factor());
        out.bool(placement.paused()).varint(placement.hosts().size());
        placement.hosts().forEach((node, host) -> write(out, node, host));
        out.varint(placement.shards());
        placement.assignments().forEach(assignment -> write(out, assignment));
        return out.toBytes();
    }

    public static Placement decodePlacement(Bytes bytes) {
        var in = new ByteReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new MalformedException("unknown format of a placement " + format);
        }
        long version = in.natural();
        int factor = in.count(Placement.HOSTS_MAX);
        boolean paused = in.bool();
        SortedMap<NodeId, Host> hosts = readHosts(in);
        int shards = in.count(Placement.SHARDS_MAX);
        var assignments = new ArrayList<Assignment>();
        for (int shard = 1; shard < shards; shard++) {
            assignments.add(readAssignment(in));
        }
        in.finish();
        refuse(Placement.fault(version, factor, shards, hosts));
        return new Placement(version, factor, paused, assignments, hosts);
    }

    private static void write(ByteWriter out, PlacementChange.Host host) {
        out.u64(host.node().value()).string(host.address()).string(host.zone());
    }

    private static PlacementChange.Host readHost(ByteReader in) {
        NodeId node = node(in);
        String address = in.string();
        String zone = in.string();
        refuse(Host.fault(address, zone));
        return new PlacementChange.Host(node, address, zone);
    }

    private static void write(ByteWriter out, NodeId node, Host host) {
        out.u64(node.value()).string(host.address()).string(host.zone());
        out.u8((host.draining() ? DRAINING_FLAG : 0) | (host.lost() ? LOST_FLAG : 0));
    }

    private static SortedMap<NodeId, Host> readHosts(ByteReader in) {
        int n = in.count(Math.min(Placement.HOSTS_MAX, in.remaining()));
        var hosts = new TreeMap<NodeId, Host>();
        for (int i = 0; i < n; i++) {
            PlacementChange.Host host = readHost(in);
            int flags = in.u8();
            if (flags > (DRAINING_FLAG | LOST_FLAG)) {
                throw new MalformedException("unknown flags of a host " + flags);
            }
            boolean draining = (flags & DRAINING_FLAG) != 0;
            boolean lost = (flags & LOST_FLAG) != 0;
            hosts.put(host.node(), new Host(host.address(), host.zone(), draining, lost));
        }
        if (hosts.size() < n) {
            throw new MalformedException("a host that is there twice");
        }
        return hosts;
    }

    private static void write(ByteWriter out, Assignment assignment) {
        write(out, assignment.replicas());
        out.varint(assignment.nextReplica()).varint(assignment.configuration());
        Move move = assignment.move();
        if (move == null) {
            writeParts(out, null, null, false);
        } else {
            writeParts(out, move.add(), move.remove(), move.abandoned());
        }
    }

    private static Assignment readAssignment(ByteReader in) {
        List<NodeId> replicas = readReplicas(in);
        int next = in.count(Integer.MAX_VALUE);
        long configuration = in.natural();
        Move move = readParts(in, configuration);
        refuse(Assignment.fault(replicas, next, configuration, move));
        return new Assignment(replicas, next, configuration, move);
    }

    private static void write(ByteWriter out, List<NodeId> replicas) {
        out.varint(replicas.size());
        replicas.forEach(replica -> write(out, replica));
    }

    private static List<NodeId> readReplicas(ByteReader in) {
        int n = in.count(Math.min(Placement.HOSTS_MAX, in.remaining()));
        var replicas = new ArrayList<NodeId>();
        for (int i = 0; i < n; i++) {
            replicas.add(replica(in));
        }
        return replicas;
    }

    private static void writeParts(
            ByteWriter out, @Nullable NodeId add, @Nullable NodeId remove, boolean abandoned) {
        out.u8(
                (add == null ? 0 : ADD_PART)
                        | (remove == null ? 0 : REMOVE_PART)
                        | (abandoned ? ABANDONED_FLAG : 0));
        if (add != null) {
            write(out, add);
        }
        if (remove != null) {
            write(out, remove);
        }
    }

    private static @Nullable Move readParts(ByteReader in, long expects) {
        int parts = in.u8();
        if (parts > (ADD_PART | REMOVE_PART | ABANDONED_FLAG) || parts == ABANDONED_FLAG) {
            throw new MalformedException("unknown parts of a move " + parts);
        }
        NodeId add = (parts & ADD_PART) == 0 ? null : replica(in);
        NodeId remove = (parts & REMOVE_PART) == 0 ? null : replica(in);
        boolean abandoned = (parts & ABANDONED_FLAG) != 0;
        return parts == 0 ? null : new Move(add, remove, expects, abandoned);
    }

    private static void write(ByteWriter out, NodeId replica) {
        out.u64(replica.value()).varint(replica.replica());
    }

    private static NodeId replica(ByteReader in) {
        return node(in).replica(in.count(Integer.MAX_VALUE));
    }

    private static NodeId node(ByteReader in) {
        var node = new NodeId(in.u64());
        if (!node.bound()) {
            throw new MalformedException("a node without identity");
        }
        return node;
    }

    private static int shard(ByteReader in) {
        return in.count(Placement.SHARDS_MAX);
    }

    private static void refuse(@Nullable String fault) {
        if (fault != null) {
            throw new MalformedException("not so: " + fault);
        }
    }
}
