package io.clew.sim.report;

import io.clew.sim.Result;
import io.clew.sim.Simulation;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs once more what is worth a look, and makes a page of it. */
public final class Pages {
    private Pages() {}

    /**
     * @param name what the run is called
     * @param command what a person types to run it again
     */
    public static String of(Schedule schedule, String name, String command) {
        List<Recorder> recorders = new ArrayList<>();
        Consumer<World> record =
                world -> {
                    var recorder = new Recorder(world);
                    recorders.add(recorder);
                    world.watch(recorder);
                };
        Result result = Simulation.run(schedule, null, record);
        Recorder recorder = recorders.getFirst();
        recorder.end(result);
        return new FailurePage(name, command, recorder, result).page();
    }
}
