package io.clew.sim;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Timeline;
import io.clew.sim.world.Trace;
import io.clew.sim.world.Violation;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;
import io.clew.sim.world.fault.Strikes;
import io.clew.sim.world.mark.Marks;
import io.clew.sim.world.mark.Steps;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * One run of one schedule: a cluster under load and trouble, then healed, then held to what it
 * promised.
 */
public final class Simulation {
    private static final long LOOK_NANOS = 100 * Setup.MILLI;
    private static final long CHECK_STATES_MAX = 2_000_000;

    private final Schedule schedule;
    private final Timeline timeline = new Timeline();
    private final Trace trace;
    private final World world;
    private final SafetyChecks checks;
    private final Strikes strikes;
    private final Healing healing;
    private final Marks marks;
    private final Steps steps;

    private Simulation(
            Schedule schedule,
            @Nullable Consumer<String> listener,
            @Nullable Consumer<World> spectators) {
        this.schedule = schedule;
        trace = new Trace(timeline, listener);
        world = new World(schedule, timeline, trace);
        if (spectators != null) {
            spectators.accept(world);
        }
        checks = new SafetyChecks(world);
        world.watch(checks);
        marks = Marks.of(world);
        steps = new Steps(world);
        world.watch(steps);
        strikes = new Strikes(world, schedule);
        healing = new Healing(world, checks, strikes);
        if (trace.listening()) {
            trace.line("" + schedule.setup());
        }
    }

    /** Runs the schedule that the default profile draws from a seed. */
    public static Result run(long seed) {
        return run(Drawing.draw(seed, Profile.DEFAULT), null);
    }

    /**
     * @param listener is given what happens, line by line; null saves the work of telling
     */
    public static Result run(Schedule schedule, @Nullable Consumer<String> listener) {
        return run(schedule, listener, null);
    }

    /**
     * @param spectators is given the world before anything happens in it, and may watch; null if
     *     nobody wants to
     */
    public static Result run(
            Schedule schedule,
            @Nullable Consumer<String> listener,
            @Nullable Consumer<World> spectators) {
        return new Simulation(schedule, listener, spectators).run();
    }

    private Result run() {
        try {
            trouble();
            Effort effort = Effort.of(world.clients());
            healing.run();
            judge(effort);
            return result(null);
        } catch (Violation e) {
            if (trace.listening()) {
                trace.line("VIOLATED " + e.invariant() + ": " + e.getMessage());
            }
            String what = e.getMessage() == null ? e.invariant() : e.getMessage();
            return result(new Result.Failure(e.invariant(), what, e));
        }
    }

    private void trouble() {
        Setup setup = schedule.setup();
        for (SimNode node : world.nodes()) {
            timeline.at(setup.machines().get(node.number()).startsNanos(), node::boot);
        }
        timeline.at(setup.clientsStartNanos(), world.clients()::start);
        strikes.begin();
        while (timeline.now() < setup.troubleNanosMax() && !world.clients().idle()) {
            timeline.runUntil(timeline.now() + LOOK_NANOS);
        }
    }

    private void judge(Effort effort) {
        History history = world.clients().history();
        Verdict verdict = Checker.check(history, Model.keyValue(), Budget.states(CHECK_STATES_MAX));
        switch (verdict) {
            case Verdict.Linearizable _ -> {}
            case Verdict.Violation found ->
                    throw new Violation("linearizability", found.explanation());
            case Verdict.Unknown unknown ->
                    throw new Violation("linearizability is decided", unknown.why());
        }
        if (schedule.relief()) {
            effort.judge(history);
        }
    }

    private List<Result.Struck> struck() {
        return strikes.episodes().stream()
                .map(e -> new Result.Struck(e.executed(), e.what(), e.touches()))
                .toList();
    }

    private Result result(Result.@Nullable Failure failure) {
        return new Result(
                strikes.executed(),
                failure,
                trace.hash(),
                trace.effectsHash(),
                trace.events(),
                timeline.now(),
                world.clients().history().operations().size(),
                world.clients().succeeded(),
                checks.recoveries(),
                world.faults().counts(),
                struck(),
                new Result.Seen(marks.counts(), steps.matrix(), healing.budgets()));
    }
}
