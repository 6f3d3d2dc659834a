package io.clew.sim;

import io.clew.sim.world.Setup;
import io.clew.sim.world.Tally;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/** What many runs came to, all together. */
public final class Summary {
    private static final double NANOS_PER_HOUR = 3600.0 * Setup.SECOND;

    private final Tally faults = new Tally();
    private long schedules;
    private long simulatedNanos;
    private long operations;
    private long succeeded;
    private long recoveries;
    private long events;
    private long firstFailedSeed;
    private @Nullable Result firstFailure;

    public synchronized void add(long seed, Result result) {
        schedules++;
        simulatedNanos += result.simulatedNanos();
        operations += result.operations();
        succeeded += result.succeeded();
        recoveries += result.recoveries();
        events += result.events();
        result.faults().forEach(faults::add);
        if (!result.passed() && (firstFailure == null || seed < firstFailedSeed)) {
            firstFailedSeed = seed;
            firstFailure = result;
        }
    }

    public synchronized long schedules() {
        return schedules;
    }

    /** The failed run with the smallest seed, null if all passed. */
    public synchronized @Nullable Result firstFailure() {
        return firstFailure;
    }

    /** Its seed, if there is one. */
    public synchronized long firstFailedSeed() {
        return firstFailedSeed;
    }

    /** How often a family of faults struck. */
    public synchronized long strikes(String family) {
        return faults.of(family);
    }

    /** Two plain lines. */
    public synchronized String text() {
        var list = new StringBuilder();
        for (Map.Entry<String, Long> fault : faults.counts().entrySet()) {
            list.append(list.isEmpty() ? "" : ", ").append(fault.getKey());
            list.append(' ').append(fault.getValue());
        }
        return String.format(
                Locale.ROOT,
                "%,d schedules ran, %.1f hours of simulated time, %,d operations (%.0f %%"
                        + " succeeded), %,d recoveries at acknowledgements, %,d events%n"
                        + "faults: %s%n",
                schedules,
                simulatedNanos / NANOS_PER_HOUR,
                operations,
                operations == 0 ? 0 : 100.0 * succeeded / operations,
                recoveries,
                events,
                list.isEmpty() ? "none" : list);
    }

    /** How fast it went. */
    public synchronized String speed(double wallSeconds) {
        return String.format(
                Locale.ROOT,
                "%.1f schedules/s, %.0f simulated seconds per second",
                schedules / wallSeconds,
                simulatedNanos / (double) Setup.SECOND / wallSeconds);
    }
}
