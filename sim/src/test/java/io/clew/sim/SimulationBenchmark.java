package io.clew.sim;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;
import io.clew.sim.world.Schedule;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** What one schedule of the default profile costs, all checks included: always the same one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SimulationBenchmark {
    private static final long SEED = 1;

    private final Schedule schedule = Drawing.draw(SEED, Profile.DEFAULT);

    @Benchmark
    public Result defaultSchedule() {
        Result result = Simulation.run(schedule, null);
        if (result.failure() != null) {
            throw new IllegalStateException("" + result.failure());
        }
        return result;
    }
}
