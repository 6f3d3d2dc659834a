package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Runs seeds that nobody has run before, of all profiles in turn, for as long as told: {@code mvn
 * test -Psoak -Dsoak.minutes=180}.
 */
class Soak {
    private static final long ROUND = 500;
    private static final int TWIN_EVERY = 20;

    /** With fewer schedules a rare family may not have had its chance. */
    private static final long ENOUGH = 5_000;

    @Test
    void nothingIsFoundForAsLongAsTold() throws InterruptedException {
        double secondsMax = Double.parseDouble(System.getProperty("soak.minutes", "60")) * 60;
        long first = System.currentTimeMillis() / 1000 * 1000;
        var summary = new Summary();
        var coverage = new Coverage();
        double seconds = 0;
        List<String> profiles = Profile.names();
        for (int i = 0; seconds < secondsMax; i++) {
            Profile profile = Profile.named(profiles.get(i % profiles.size()));
            long from = first + i / profiles.size() * ROUND;
            var seeds = new Seeds(from, from + ROUND - 1);
            int jobs = Runtime.getRuntime().availableProcessors();
            var sweep = new Sweep(seeds, profile, jobs, secondsMax - seconds);
            sweep.run(
                    (seed, result) -> {
                        summary.add(seed, result);
                        coverage.add(seed, result);
                        if (seed % TWIN_EVERY == 0) {
                            coverage.addTwin(seed, result);
                        }
                        return result.passed();
                    });
            seconds += sweep.seconds();
            Result failure = summary.firstFailure();
            String text =
                    failure == null
                            ? ""
                            : Failures.text(summary.firstFailedSeed(), profile, failure);
            assertNull(failure, text);
        }
        System.out.println(summary.text() + coverage.text() + summary.speed(seconds));
        if (summary.schedules() >= Expectations.SOAK_SCHEDULES) {
            assertEquals(List.of(), coverage.unseen());
            assertEquals(List.of(), coverage.unseenMarks(true));
        }
        if (summary.schedules() >= ENOUGH) {
            assertEquals(List.of(), coverage.gaps());
        }
    }
}
