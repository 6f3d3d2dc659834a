package io.clew.engine.placement;

import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Placements of any kind, whether or not anything would ever lead to them. */
final class Worlds {
    private Worlds() {}

    static NodeId node(int number) {
        return new NodeId(number);
    }

    /** Hosts 1 and up, one for each zone that is named. */
    static SortedMap<NodeId, Host> hosts(String... zones) {
        var hosts = new TreeMap<NodeId, Host>();
        for (String zone : zones) {
            int number = hosts.size() + 1;
            hosts.put(node(number), new Host("h" + number + ":1", zone, false, false));
        }
        return hosts;
    }

    /** All replicas on any nodes, known or not, in any state, some in the middle of a move. */
    static Placement any(Random random) {
        int nodes = 1 + random.nextInt(9);
        int zones = 1 + random.nextInt(4);
        double trouble = random.nextInt(3) * 0.15;
        var hosts = new TreeMap<NodeId, Host>();
        for (int number = 1; number <= nodes; number++) {
            boolean draining = random.nextDouble() < trouble;
            boolean lost = random.nextDouble() < trouble;
            if (random.nextDouble() >= trouble) {
                var zone = zones == 1 ? "" : "z" + random.nextInt(zones);
                hosts.put(node(number), new Host("h" + number + ":1", zone, draining, lost));
            }
        }
        int factor = 1 + random.nextInt(4);
        double moving = random.nextInt(2) * 0.2;
        var assignments = new ArrayList<Assignment>();
        for (int shards = random.nextInt(30); shards > 0; shards--) {
            assignments.add(assignment(random, nodes, moving));
        }
        boolean paused = random.nextInt(10) == 0;
        return new Placement(1L + random.nextInt(99), factor, paused, assignments, hosts);
    }

    private static Assignment assignment(Random random, int nodes, double moving) {
        var numbers = new ArrayList<Integer>();
        var order = new ArrayList<NodeId>();
        for (int number = 1; number <= nodes; number++) {
            numbers.add(number);
            order.add(node(number));
        }
        Collections.shuffle(numbers, random);
        Collections.shuffle(order, random);
        int size = 1 + random.nextInt(Math.min(nodes, 5));
        var replicas = new ArrayList<NodeId>();
        for (int i = 0; i < size; i++) {
            replicas.add(order.get(i).replica(numbers.get(i)));
        }
        Collections.sort(replicas);
        long configuration = 1L + random.nextInt(50);
        @Nullable Move move = null;
        int next = nodes + 1 + random.nextInt(3);
        if (random.nextDouble() < moving) {
            NodeId add = size < nodes ? order.get(size).replica(next++) : null;
            boolean goes = add == null ? size > 1 : random.nextBoolean();
            NodeId remove = goes ? replicas.get(random.nextInt(size)) : null;
            boolean back = random.nextInt(4) == 0;
            move = add == null && !goes ? null : new Move(add, remove, configuration, back);
        }
        return new Assignment(replicas, next, configuration, move);
    }

    /** The report of a group that did as it was asked. */
    static PlacementChange.Settled obeyed(Placement placement, int shard) {
        Assignment asked = placement.assignment(shard);
        return new PlacementChange.Settled(shard, asked.configuration() + 3, asked.target());
    }

    /** The shards that are being moved. */
    static List<Integer> moving(Placement placement) {
        var moving = new ArrayList<Integer>();
        for (int shard = 1; shard < placement.shards(); shard++) {
            if (placement.assignment(shard).move() != null) {
                moving.add(shard);
            }
        }
        return moving;
    }
}
