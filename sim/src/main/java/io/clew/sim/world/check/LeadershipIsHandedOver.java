package io.clew.sim.world.check;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeMap;

/**
 * Leadership is handed only to a node that has the whole log, and that node campaigns at once
 * (thesis §3.10): it does not ask first, since the others hear a leader.
 */
final class LeadershipIsHandedOver extends Check {
    private final List<Shadow> shadows;

    /** The term of an order to take over that is under way, by the number of its frame. */
    private final TreeMap<Long, Order> orders = new TreeMap<>();

    /** The term of the order that each node has got and not yet handled, 0 for none. */
    private final long[] told;

    /** Whether each could obey at the end of its last step, and in which term. */
    private final boolean[] follows;

    private final long[] term;

    private record Order(int node, long term) {}

    LeadershipIsHandedOver(List<Shadow> shadows) {
        super("leadership is handed over at once, to whoever has the whole log");
        this.shadows = shadows;
        told = new long[shadows.size()];
        follows = new boolean[shadows.size()];
        term = new long[shadows.size()];
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        told[node.number()] = 0;
        follows[node.number()] = false;
    }

    @Override
    void sent(long frame, SimNode to, Message message) {
        if (message instanceof Message.TimeoutNow order) {
            orders.put(frame, new Order(to.number(), order.term()));
        }
    }

    @Override
    void arrived(long frame) {
        Order order = orders.remove(frame);
        if (order != null) {
            told[order.node] = order.term;
        }
    }

    @Override
    void lost(long frame) {
        orders.remove(frame);
    }

    @Override
    void after(Step step) {
        for (Sent sent : step.sent()) {
            // In the same step it may have come to follow the heir, whose log goes on.
            if (sent.message() instanceof Message.TimeoutNow order && order.term() == step.term()) {
                checkHeir(step, sent.to());
            }
        }
        int node = step.number();
        long before = term[node];
        require(
                told[node] == 0
                        || told[node] != before
                        || !follows[node]
                        || step.term() > before
                        || !step.raft().membership().votes(step.id()),
                () -> step.machine() + " is told to lead after " + before + ", and does not try");
        told[node] = 0;
        follows[node] = !step.raft().leads() && !step.raft().campaigns();
        term[node] = step.term();
    }

    private void checkHeir(Step step, NodeId heir) {
        ShadowLog log = step.shadow().handed();
        var last = new LogId(log.termAt(log.lastIndex()), log.lastIndex());
        require(
                shadows.stream().anyMatch(s -> s.has(heir, last)),
                () -> step.machine() + " hands over to " + heir + ", which lacks " + last);
    }
}
