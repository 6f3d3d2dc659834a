package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import java.util.List;
import java.util.TreeSet;

/**
 * Takes members that carry replicas of shards out of the cluster as whoever runs one would: lets in
 * who is to take their place, has them give everything away, and asks that they go until they may.
 * If that does not come to its end in time, they may carry replicas again.
 */
final class Farewell {
    private static final long PATIENCE_NANOS = 20 * Setup.SECOND;

    private final World world;
    private final Episode by;
    private final Order.Change order;

    /** Those who carry something. */
    private final List<NodeId> laden;

    /** Those of them who have not yet been told to give it away. */
    private final TreeSet<NodeId> toDrain;

    private boolean done;

    /**
     * Begins it.
     *
     * @param strike ends long before replicas have moved, often because clients starve; so this
     *     goes on, as anybody would let it
     */
    Farewell(World world, Episode strike, Order.Change order) {
        this.world = world;
        this.by = strike.sequel();
        this.order = order;
        this.laden = laden(world, order);
        this.toDrain = new TreeSet<>(laden);
        by.atEnd(this::end);
        world.timeline().first(world.timeline().now() + PATIENCE_NANOS, by::end);
        if (order.voters().isEmpty() && order.replicas().isEmpty()) {
            drain();
        } else {
            var join = new Order.Change(order.voters(), order.replicas(), List.of());
            step(join, this::drain);
        }
    }

    boolean over() {
        return done || by.over();
    }

    void giveUp() {
        by.end();
    }

    /** Whoever is to go, lives and carries anything: they may not go before they have drained. */
    static List<NodeId> laden(World world, Order.Change order) {
        return order.removed().stream().filter(node -> carries(world, node)).toList();
    }

    private static boolean carries(World world, NodeId node) {
        for (int shard = 1; world.node(node) != null && shard < world.setup().shards(); shard++) {
            Membership group = world.cluster().latest(shard);
            if (group != null
                    && group.members().stream().anyMatch(m -> m.id().node().equals(node))) {
                return true;
            }
        }
        return false;
    }

    private void drain() {
        for (NodeId node : laden) {
            step(new Order.Drain(node, true), () -> drained(node));
        }
    }

    private void drained(NodeId node) {
        toDrain.remove(node);
        if (toDrain.isEmpty()) {
            step(Order.remove(order.removed()), () -> done = true);
        }
    }

    private void step(Order each, Runnable next) {
        world.operator()
                .carryOut(
                        by,
                        each,
                        Farewell::passes,
                        made -> {
                            if (made) {
                                next.run();
                            } else {
                                by.end();
                            }
                        });
    }

    /** Whether it is over once replicas have moved, or others have come or are heard again. */
    private static boolean passes(Reply.Rejected rejected) {
        String why = rejected.why();
        return why.contains("still carries")
                || why.contains("no majority that answers")
                || why.contains("all other nodes are drained");
    }

    private void end() {
        if (!done) {
            laden.forEach(world.operator()::takeBack);
        }
    }
}
