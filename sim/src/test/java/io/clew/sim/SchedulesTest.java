package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.schedule.Profile;
import io.clew.sim.world.fault.Fault;
import io.clew.sim.world.fault.Faults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The schedules that every build runs, and the proof that their faults have effects. */
class SchedulesTest {
    private static final long SCHEDULES = Expectations.SCHEDULES;
    private static final long SHAPED = 20;
    private static final String SHARDS = "shards";
    private static final int TWIN_EVERY = 6;
    private static final int JOBS = Runtime.getRuntime().availableProcessors();

    @Test
    void everyScheduleKeepsAllInvariantsAndEveryFaultHasAnEffect()
            throws IOException, InterruptedException {
        var summary = new Summary();
        var coverage = new Coverage();
        var sweep = sweep(SCHEDULES, Profile.DEFAULT);
        sweep.run(
                (seed, result) -> {
                    summary.add(seed, result);
                    coverage.add(seed, result);
                    if (seed % TWIN_EVERY == 0) {
                        coverage.addTwin(seed, result);
                    }
                    return result.passed();
                });
        assertPassed(summary, Profile.DEFAULT);
        assertEquals(SCHEDULES, summary.schedules());
        String text = summary.text() + coverage.brief() + "\n";
        System.out.println(text + coverage.text() + summary.speed(sweep.seconds()));
        Files.writeString(
                Path.of("target", "sim-summary.txt"), text + summary.speed(sweep.seconds()) + "\n");
        assertEquals(List.of(), coverage.gaps());
        assertEquals(List.of(), coverage.unseen());
        for (Fault family : Faults.all()) {
            boolean often = summary.strikes(family.name()) > SCHEDULES / 10;
            // What moves replicas needs several shards, which no default schedule has.
            assertTrue(often != family.movesReplicas(), family.name() + ": " + often);
        }
    }

    @Test
    void schedulesOfSeveralShardsComeThroughWhatOnlyTheyCan() throws InterruptedException {
        var summary = new Summary();
        var coverage = new Coverage();
        Profile profile = Profile.named(SHARDS);
        sweep(Expectations.SHARDED, profile)
                .run(
                        (seed, result) -> {
                            summary.add(seed, result);
                            coverage.add(seed, result);
                            return result.passed();
                        });
        assertPassed(summary, profile);
        // Few groups bear it, in eight of 1,000 such schedules; the default ones must show it.
        var gaps = new ArrayList<>(coverage.gaps());
        gaps.remove("rot never strikes");
        assertEquals(List.of(), gaps);
        assertEquals(List.of(), coverage.unseenOfShards());
    }

    static List<String> profiles() {
        return Profile.names().stream()
                .filter(name -> !name.equals("default") && !name.equals(SHARDS))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shapedSchedulesKeepAllInvariantsToo(String name) throws InterruptedException {
        var summary = new Summary();
        Profile profile = Profile.named(name);
        sweep(SHAPED, profile)
                .run(
                        (seed, result) -> {
                            summary.add(seed, result);
                            return result.passed();
                        });
        assertPassed(summary, profile);
    }

    private static Sweep sweep(long schedules, Profile profile) {
        return new Sweep(new Seeds(1, schedules), profile, JOBS, Double.POSITIVE_INFINITY)
                .quietly();
    }

    private static void assertPassed(Summary summary, Profile profile) {
        Result failure = summary.firstFailure();
        assertNull(
                failure,
                () ->
                        failure == null
                                ? ""
                                : Failures.text(summary.firstFailedSeed(), profile, failure));
    }
}
