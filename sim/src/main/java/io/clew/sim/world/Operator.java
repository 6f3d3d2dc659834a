package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who runs the cluster: asks one node after the other for a change of the members or a drain, and
 * asks again until it knows what came of it. An order names nodes by identity, so that it may be
 * repeated: once a change is done, it makes no sense any more and is rejected.
 */
public final class Operator {
    private static final long BACKOFF_NANOS_MAX = 200 * Setup.MILLI;
    private static final long PATIENCE_NANOS = 2 * Setup.SECOND;

    private final World world;

    /** What nodes that live were asked and have not answered. */
    private final TreeMap<Long, Attempt> open = new TreeMap<>();

    /** Whoever was ever asked to give its replicas away: that may go on, or begin again, late. */
    private final TreeSet<NodeId> drained = new TreeSet<>();

    private record Attempt(Job job, SimNode node) {}

    /** An order while it is being carried out. */
    private static final class Job {
        final Episode by;
        final Order order;
        @Nullable SimNode target;

        /** The attempt whose answer is waited for, -1 for none. */
        long waits = -1;

        boolean over;

        Job(Episode by, Order order) {
            this.by = by;
            this.order = order;
        }
    }

    Operator(World world) {
        this.world = world;
    }

    /** Wants a change until its outcome is known or the strike ends. */
    public void order(Episode by, Order order) {
        attempt(new Job(by, order));
    }

    /** What may yet be carried out although nobody waits for it. */
    List<Order> unanswered() {
        return open.values().stream().map(a -> a.job.order).distinct().toList();
    }

    Set<NodeId> drained() {
        return drained;
    }

    void crashed(SimNode node) {
        open.values().removeIf(a -> a.node == node);
    }

    private void attempt(Job job) {
        if (job.over || job.by.over()) {
            return;
        }
        if (!job.order.possible(world) || !world.cluster().bears(null, job.order)) {
            job.over = true; // It would leave the cluster without a majority that works.
            return;
        }
        if (job.order instanceof Order.Drain(NodeId node, boolean on) && on) {
            drained.add(node);
        }
        SimNode target = job.target;
        SimNode asked = target != null ? target : job.by.dice().pick(world.cluster().machines());
        long token = world.clients().operatorToken();
        job.waits = token;
        Request request = job.order.request();
        if (world.clients().carry(token, asked, () -> arrive(job, asked, token, request))) {
            open.put(token, new Attempt(job, asked));
        }
        job.by.after(
                PATIENCE_NANOS,
                () -> {
                    if (job.waits == token) {
                        job.target = null;
                        attempt(job);
                    }
                });
    }

    private void arrive(Job job, SimNode node, long token, Request request) {
        if (!node.up()) {
            open.remove(token);
            heard(job, token, new Reply.Refused("connection refused"));
            return;
        }
        if (world.trace().listening()) {
            world.trace().line(node + " is asked by the operator: " + request);
        }
        job.by.touch(node);
        node.ask(token, request);
    }

    void answered(SimNode from, long token, Reply reply) {
        Attempt attempt = open.remove(token);
        if (attempt != null) {
            world.clients().carry(~token, from, () -> heard(attempt.job, token, reply));
        }
    }

    private void heard(Job job, long token, Reply reply) {
        if (job.waits != token) {
            return;
        }
        if (world.trace().listening()) {
            world.trace().line("the operator hears " + reply);
        }
        job.waits = -1;
        job.target = null;
        if (reply instanceof Reply.Done || reply instanceof Reply.Rejected) {
            job.over = true;
            return;
        }
        if (reply instanceof Reply.NotLeader elsewhere && elsewhere.leader() != null) {
            job.target = world.node(elsewhere.leader());
        }
        long backoff = job.by.dice().between(Setup.MILLI, BACKOFF_NANOS_MAX);
        job.by.after(backoff, () -> attempt(job));
    }
}
