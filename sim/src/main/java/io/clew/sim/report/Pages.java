package io.clew.sim.report;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs once more what is worth a look, and makes a page of it. */
public final class Pages {
    private Pages() {}

    /**
     * @param name what the run is called
     * @param command what a person types to run it again
     */
    public static String of(Schedule schedule, String name, String command) {
        return of(watch -> Simulation.run(schedule, null, watch), name, command);
    }

    /**
     * @param run does it, and lets somebody watch
     */
    public static String of(Function<Consumer<World>, Result> run, String name, String command) {
        List<Recorder> recorders = new ArrayList<>();
        Result result = run.apply(world -> recorders.add(Recorder.watching(world)));
        Recorder recorder = recorders.getFirst();
        recorder.end(result.strikes(), !result.passed());
        return new FailurePage(name, command, recorder, result.failure()).page();
    }
}
