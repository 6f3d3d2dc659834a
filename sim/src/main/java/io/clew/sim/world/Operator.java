package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Who runs the cluster: asks one node after the other for a change of the members or a drain, and
 * asks again until it knows what came of it. An order names nodes by identity, so that it may be
 * repeated: once a change is done, it makes no sense any more and is rejected.
 */
public final class Operator {
    private static final long BACKOFF_NANOS_MAX = 200 * Setup.MILLI;
    private static final String SECOND_THOUGHTS = "second thoughts";
    private static final long PATIENCE_NANOS = 2 * Setup.SECOND;

    private final World world;

    /** What nodes that live were asked and have not answered. */
    private final TreeMap<Long, Attempt> open = new TreeMap<>();

    /** What is in force when a strike has ended. */
    private final Episode afterwards;

    private @Nullable Farewell farewell;

    /** Who is to carry replicas again. */
    private final TreeMap<NodeId, Job> backs = new TreeMap<>();

    /** Whoever was ever asked to give its replicas away: that may go on, or begin again, late. */
    private final TreeSet<NodeId> drained = new TreeSet<>();

    private record Attempt(Job job, SimNode node) {}

    /** An order while it is being carried out. */
    private static final class Job {
        final Episode by;
        final Order order;

        /** Whether it is done even if too few of the voters work. */
        final boolean forced;

        /** Whether it is asked for again although it was rejected. */
        final Predicate<Reply.Rejected> passes;

        /** What comes next, given whether it was done. */
        final Consumer<Boolean> next;

        @Nullable SimNode target;

        /** The attempt whose answer is waited for, -1 for none. */
        long waits = -1;

        boolean over;

        Job(
                Episode by,
                Order order,
                boolean forced,
                Predicate<Reply.Rejected> passes,
                Consumer<Boolean> next) {
            this.by = by;
            this.order = order;
            this.forced = forced;
            this.passes = passes;
            this.next = next;
        }

        void end(boolean done) {
            over = true;
            next.accept(done);
        }
    }

    Operator(World world) {
        this.world = world;
        var always = new Strike(0, SECOND_THOUGHTS, 1, Long.MAX_VALUE, Long.MAX_VALUE);
        this.afterwards = new Episode(world, 0, always);
    }

    /**
     * Wants a change until its outcome is known or the strike ends. Members who carry replicas
     * leave in several steps, which take longer; while some do, others who want to are rejected.
     */
    public void order(Episode by, Order order) {
        if (order instanceof Order.Change change
                && (farewell == null || farewell.over())
                && !Farewell.laden(world, change).isEmpty()) {
            farewell = new Farewell(world, by, change);
        } else {
            carryOut(by, order, _ -> false, _ -> {});
        }
    }

    /**
     * Wants a step of a change, too, until its outcome is known or the strike ends.
     *
     * @param passes whether it is asked for again although it was rejected
     * @param next what comes then, given whether it was done
     */
    void carryOut(
            Episode by, Order order, Predicate<Reply.Rejected> passes, Consumer<Boolean> next) {
        attempt(new Job(by, order, false, passes, next));
    }

    /** Has a node carry replicas again, unless another strike wants it drained by then. */
    void takeBack(NodeId node) {
        var job = new Job(afterwards, new Order.Drain(node, false), true, _ -> false, _ -> {});
        backs.put(node, job);
        attempt(job);
    }

    /** Wants nothing more that takes long. */
    public void rest() {
        if (farewell != null) {
            farewell.giveUp();
        }
    }

    /** What may yet be carried out although nobody waits for it. */
    List<Order> unanswered() {
        return open.values().stream().map(a -> a.job.order).distinct().toList();
    }

    /** Whoever was ever asked to give its replicas away, for whatever became of it. */
    public Set<NodeId> drained() {
        return Collections.unmodifiableSet(drained);
    }

    void crashed(SimNode node) {
        open.values().removeIf(a -> a.node == node);
    }

    private void attempt(Job job) {
        if (job.over || job.by.over()) {
            return;
        }
        if (!job.order.possible(world)
                || (!job.forced && !world.cluster().bears(null, job.order))) {
            job.end(false); // It would leave the cluster without a majority that works.
            return;
        }
        if (job.order instanceof Order.Drain(NodeId node, boolean on) && on) {
            drained.add(node);
            Job back = backs.remove(node);
            if (back != null) {
                back.over = true;
            }
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
        job.by.meets(node);
        node.ask(token, request);
    }

    void answered(SimNode from, long token, Reply reply) {
        Attempt attempt = open.remove(token);
        if (attempt != null) {
            if (reply instanceof Reply.Done) {
                attempt.job.by.works();
            }
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
        if (reply instanceof Reply.Done) {
            job.end(true);
            return;
        }
        if (reply instanceof Reply.Rejected rejected && !job.passes.test(rejected)) {
            job.end(false);
            return;
        }
        if (reply instanceof Reply.NotLeader elsewhere && elsewhere.leader() != null) {
            job.target = world.node(elsewhere.leader());
        }
        long backoff = job.by.dice().between(Setup.MILLI, BACKOFF_NANOS_MAX);
        job.by.after(backoff, () -> attempt(job));
    }
}
