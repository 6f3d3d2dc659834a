package io.clew.sim;

import io.clew.engine.raft.NodeId;
import io.clew.sim.world.Clients;
import io.clew.sim.world.Dice;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Timeline;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;
import io.clew.sim.world.fault.Outsiders;
import io.clew.sim.world.fault.Strikes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The end of a run: the trouble stops, and the cluster must come together, serve, and come together
 * again within bounded time.
 *
 * <p>In half of the runs a quorum, the core, is held to that first while the other nodes stay
 * broken: what needs everybody to be well is no fault tolerance. And in half of those the core is
 * made of processes that run already, because a restart heals much that ought to heal without one.
 */
final class Healing {
    private static final long CONVERGENCE_NANOS_MAX = 30 * Setup.SECOND;
    private static final int TOURS_MAX = 6;

    /** For each further shard: a tour asks all, and any of them may be without a leader. */
    private static final int MORE_TOURS = 3;

    private static final long LOOK_NANOS = 100 * Setup.MILLI;

    private final World world;
    private final Timeline timeline;
    private final SafetyChecks checks;
    private final Strikes strikes;
    private final Agreement agreement;
    private final Homes homes;
    private final Reads reads;
    private final Traffic traffic;
    private final Budgets budgets = new Budgets();

    /** Those that are held to it at present. */
    private List<SimNode> scope = List.of();

    Healing(World world, SafetyChecks checks, Strikes strikes) {
        this.world = world;
        this.timeline = world.timeline();
        this.checks = checks;
        this.strikes = strikes;
        this.agreement = new Agreement(world, checks);
        this.reads = new Reads(world, checks, agreement);
        this.homes = new Homes(world);
        this.traffic = new Traffic(world);
    }

    void run() {
        List<SimNode> running = world.nodes().stream().filter(SimNode::up).toList();
        strikes.heal();
        world.clients().finish();
        List<SimNode> core = core(running);
        if (!core.isEmpty()) {
            hold(core);
        }
        scope = world.nodes();
        scope.forEach(SimNode::boot);
        tell("all healed");
        wait(
                "a change of the members comes to its end",
                () -> agreement.led() && agreement.settled());
        prove("a healed cluster ");
        settle("replicas end up where they belong", () -> true);
        timeline.runUntil(timeline.now() + world.setup().engine().requestTimeoutNanos());
        wait("a healed cluster converges again", this::converged);
        checks.atEnd();
    }

    /** What it took, for the report. */
    Budgets budgets() {
        return budgets;
    }

    /** Lets the core work alone. */
    private void hold(List<SimNode> core) {
        var others = new ArrayList<>(world.nodes());
        others.removeAll(core);
        scope = core;
        scope.forEach(SimNode::boot);
        Outsiders outside = Outsiders.trouble(world, world.setup().coreSeed(), others);
        tell("a core of " + core + " must do without the others");
        world.clients().turnTo(core);
        prove("a core ");
        settle("a core brings replicas where they belong", outside::silent);
        wait("a core converges again", this::converged);
        world.clients().turnTo(List.of());
        outside.end();
    }

    private void prove(String who) {
        boolean open = agreement.open();
        long healed = timeline.now();
        wait(who + "has a leader", agreement::led);
        if (open) {
            budgets.recovered(timeline.now() - healed, world.setup());
        }
        wait(who + "converges", this::converged);
        wait(who + "answers every client", world.clients()::idle);
        reads.begin(scope);
        wait(
                who + "serves reads at every node",
                rounds() * reads.roundNanos(),
                reads::served,
                () -> world.clients().survey() + "\n    " + diagnosis());
        serve(who);
    }

    /** How often what a client asks for may go wrong. */
    private int rounds() {
        return TOURS_MAX + MORE_TOURS * (world.setup().shards() - 1);
    }

    /**
     * Late echoes of the trouble may still unseat a leader, or make it send again what has long
     * arrived: not every tour must succeed, nor be cheap.
     */
    private void serve(String who) {
        Clients clients = world.clients();
        boolean reached = scope.size() == world.nodes().size();
        Violation dear = null;
        for (int i = 0; i < rounds(); i++) {
            traffic.begin(checks);
            int tour = clients.tour();
            int served = clients.succeeded() + tour;
            wait(who + "answers every client", clients::idle);
            if (clients.succeeded() == served) {
                int others = world.cluster().machines().size() - 1;
                double once = reached ? traffic.once(agreement) : 0;
                dear = budgets.served(tour, others, once, traffic, world.setup());
                if (dear == null) {
                    return;
                }
            }
        }
        throw dear != null ? dear : new Violation(who + "serves", diagnosis());
    }

    /**
     * Waits until the replicas of shards are where those that work can have them. That begins only
     * once it is known who is lost.
     *
     * @param certain whether it is for them alone; else a replica may be on its way for ever to
     *     somebody who can say that it lives, and not that it waits in vain
     */
    private void settle(String what, BooleanSupplier certain) {
        long lostAfter = world.setup().node().sharding().lostAfterNanos();
        wait(
                what,
                CONVERGENCE_NANOS_MAX + lostAfter,
                () -> !certain.getAsBoolean() || homes.fault(scope) == null,
                () -> homes.fault(scope) + "\n    " + diagnosis());
    }

    private void wait(String what, BooleanSupplier done) {
        wait(what, CONVERGENCE_NANOS_MAX, done, this::diagnosis);
    }

    private void wait(String what, long nanosMax, BooleanSupplier done, Supplier<String> why) {
        long limit = timeline.now() + nanosMax;
        while (!done.getAsBoolean()) {
            if (timeline.now() > limit) {
                throw new Violation(what, why.get());
            }
            timeline.runUntil(timeline.now() + LOOK_NANOS);
        }
    }

    private String diagnosis() {
        return Diagnosis.of(world, agreement, scope, checks);
    }

    private boolean converged() {
        return agreement.converged(scope);
    }

    /** Draws a quorum of members, empty where none must do without the others. */
    private List<SimNode> core(List<SimNode> running) {
        Setup setup = world.setup();
        if (setup.coreSeed() == 0 || !agreement.open()) {
            return List.of();
        }
        var fit = new ArrayList<SimNode>();
        for (SimNode node : world.nodes()) {
            boolean fits = setup.coreRestarts() || running.contains(node);
            // Sooner or later it will refuse to go on.
            if (fits && world.cluster().hasMember(node) && !node.hasDamagedDisk()) {
                fit.add(node);
            }
        }
        Dice dice = Dice.of(setup.coreSeed(), "core");
        int most = dice.between(1, Math.max(1, world.cluster().machines().size() - 1));
        // Whoever is not needed goes, until so few are left.
        var left = new ArrayList<>(fit);
        while (!left.isEmpty()) {
            SimNode next = left.remove(dice.between(0, left.size() - 1));
            var without = new ArrayList<>(fit);
            without.remove(next);
            if (fit.size() > most && enough(without)) {
                fit.remove(next);
            }
        }
        return enough(fit) && fit.size() < world.cluster().machines().size()
                ? List.copyOf(fit)
                : List.of();
    }

    /**
     * Whether these are majorities, whichever configuration comes into force: one that is under
     * way, or one that a leader begins only now, because it stood still when it was asked. Nothing
     * obliges it to leave an order alone that nobody waits for any more; and once it has appended a
     * configuration of which the core is no majority, not even the core's own votes elect anybody.
     */
    private boolean enough(List<SimNode> core) {
        List<NodeId> ids = core.stream().map(SimNode::id).toList();
        return world.cluster().votersToCome().stream()
                .allMatch(
                        group ->
                                2 * group.stream().map(NodeId::node).filter(ids::contains).count()
                                        > group.size());
    }

    private void tell(String what) {
        if (world.trace().listening()) {
            world.trace().line(what);
        }
    }
}
