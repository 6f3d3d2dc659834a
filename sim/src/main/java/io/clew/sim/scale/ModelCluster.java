package io.clew.sim.scale;

import io.clew.engine.Effects;
import io.clew.engine.EngineConfig;
import io.clew.engine.Event;
import io.clew.engine.Replica;
import io.clew.engine.ShardingConfig;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Nodes of the model, the network between them, and the clients that load them. */
final class ModelCluster {
    private static final long SECOND = 1_000_000_000L;

    private final Costs costs;
    private final int shards;
    private final Timetable time = new Timetable();
    private final Map<NodeId, ModelNode> nodes = new TreeMap<>();
    private final Map<String, ModelNode> byAddress = new TreeMap<>();
    private final String[] leaders;
    private final Map<Long, ModelClient> waiting = new TreeMap<>();
    private final List<Long> latencies = new ArrayList<>();
    private long token;

    ModelCluster(Costs costs, int count, int shards, long seed) {
        this.costs = costs;
        this.shards = shards;
        leaders = new String[shards];
        var random = new SplittableRandom(seed);
        List<NodeId> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(new NodeId(i));
        }
        List<String> all = ids.stream().map(this::address).toList();
        EngineConfig config = EngineConfig.production().with(ShardingConfig.production(shards));
        for (NodeId id : ids) {
            var node = new ModelNode(this, config, id, all, random.nextLong());
            nodes.put(id, node);
            byAddress.put(address(id), node);
        }
        Arrays.fill(leaders, all.getFirst());
        for (NodeId a : ids) {
            for (NodeId b : ids) {
                if (!a.equals(b)) {
                    node(a).give(new Event.PeerMet(address(b), b, 0));
                }
            }
        }
        nodes.values().forEach(ModelNode::wake);
    }

    Costs costs() {
        return costs;
    }

    Timetable time() {
        return time;
    }

    int shards() {
        return shards;
    }

    String address(NodeId id) {
        return "n" + id.value() + ":1";
    }

    private ModelNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id));
    }

    void run(long nanos) {
        time.runUntil(time.now() + nanos);
    }

    /**
     * Runs until every shard has a leader that is meant to stay.
     *
     * @throws IllegalStateException if that takes more than a minute
     */
    void settle() {
        for (int i = 0; i < 60; i++) {
            run(SECOND);
            if (settled()) {
                // Leaders are handed to whoever is meant to lead only now.
                run(5 * SECOND);
                return;
            }
        }
        throw new IllegalStateException("some shard has no leader after a minute");
    }

    private boolean settled() {
        var led = new boolean[shards];
        for (ModelNode node : nodes.values()) {
            for (Replica replica : node.node().replicas()) {
                led[replica.shard()] |= replica.raft().settled();
            }
        }
        for (boolean each : led) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** How many shards each node leads. */
    List<Integer> led() {
        return nodes.values().stream()
                .map(n -> (int) n.node().replicas().stream().filter(r -> r.raft().leads()).count())
                .toList();
    }

    /** The part of the time since then for which processors worked, of the busiest node. */
    double busiest(Map<NodeId, Long> before, long nanos) {
        double most = 0;
        for (Map.Entry<NodeId, ModelNode> each : nodes.entrySet()) {
            long worked = each.getValue().workedNanos() - before.getOrDefault(each.getKey(), 0L);
            most = Math.max(most, (double) worked / nanos);
        }
        return most;
    }

    Map<NodeId, Long> worked() {
        var worked = new TreeMap<NodeId, Long>();
        nodes.forEach((id, node) -> worked.put(id, node.workedNanos()));
        return worked;
    }

    void send(NodeId from, Effects.Transmission send) {
        ModelNode to = nodes.get(send.to());
        if (to != null) {
            time.at(
                    time.now() + costs.way(),
                    () -> to.give(new Event.Received(from, send.frame())));
        }
    }

    void ask(ModelClient client, int shard, Request request) {
        long asked = ++token;
        waiting.put(asked, client);
        ModelNode to = Objects.requireNonNull(byAddress.get(leaders[shard]));
        time.at(time.now() + costs.way(), () -> to.give(new Event.Requested(asked, request)));
    }

    void answer(long answered, Reply reply) {
        ModelClient client = waiting.remove(answered);
        if (client != null) {
            time.at(time.now() + costs.way(), () -> client.answered(reply));
        }
    }

    void learn(int shard, String address) {
        leaders[shard] = address;
    }

    String anyone(SplittableRandom random) {
        return address(new NodeId(1 + random.nextInt(nodes.size())));
    }

    void done(long nanos) {
        latencies.add(nanos);
    }

    /** The latencies of all that was done since this was asked last. */
    List<Long> takeLatencies() {
        List<Long> taken = List.copyOf(latencies);
        latencies.clear();
        return taken;
    }
}
