package io.clew.sim;

import io.clew.sim.world.Setup;
import io.clew.sim.world.Tally;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What many runs came to, all together. */
public final class Summary {
    /** More of them tell no more. */
    private static final int FAILED_MAX = 100;

    private static final double NANOS_PER_HOUR = 3600.0 * Setup.SECOND;

    private final Tally faults = new Tally();
    private long schedules;
    private long simulatedNanos;
    private long operations;
    private long succeeded;
    private long recoveries;
    private long events;
    private long hash;
    private boolean healed;
    private double leaderlessTimeouts;
    private double frames;
    private double copies;
    private double leastSucceeded = 1;
    private final SortedSet<Long> failedSeeds = new TreeSet<>();
    private @Nullable Result firstFailure;

    public synchronized void add(long seed, Result result) {
        schedules++;
        simulatedNanos += result.simulatedNanos();
        operations += result.operations();
        succeeded += result.succeeded();
        recoveries += result.recoveries();
        events += result.events();
        hash ^= result.hash();
        result.faults().forEach(faults::add);
        healed |= result.passed();
        Budgets took = result.seen().budgets();
        leaderlessTimeouts = Math.max(leaderlessTimeouts, took.leaderlessTimeouts());
        frames = Math.max(frames, took.frames());
        copies = Math.max(copies, took.copies());
        leastSucceeded = Math.min(leastSucceeded, result.succeededShare());
        if (!result.passed()) {
            failedSeeds.add(seed);
            firstFailure = failedSeeds.first() == seed ? result : firstFailure;
        }
    }

    public synchronized long schedules() {
        return schedules;
    }

    /** The failed run with the smallest seed, null if all passed. */
    public synchronized @Nullable Result firstFailure() {
        return firstFailure;
    }

    /**
     * Its seed.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public synchronized long firstFailedSeed() {
        return failedSeeds.first();
    }

    /** How many failed, and which, empty if none did. */
    synchronized String failures() {
        if (failedSeeds.isEmpty()) {
            return "";
        }
        String some =
                failedSeeds.stream()
                        .limit(FAILED_MAX)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d failed: %s %s%s",
                failedSeeds.size(),
                failedSeeds.size() == 1 ? "seed" : "seeds",
                some,
                failedSeeds.size() > FAILED_MAX ? ", …" : "");
    }

    /** How often a family of faults struck. */
    public synchronized long strikes(String family) {
        return faults.of(family);
    }

    /** Some plain lines. */
    public synchronized String text() {
        return text(schedules);
    }

    /**
     * @param planned how many schedules there should have been
     */
    synchronized String text(long planned) {
        var list = new StringBuilder();
        for (Map.Entry<String, Long> fault : faults.counts().entrySet()) {
            list.append(list.isEmpty() ? "" : ", ").append(fault.getKey());
            list.append(' ').append(fault.getValue());
        }
        return String.format(
                Locale.ROOT,
                "%s schedules ran, %.1f hours of simulated time, %,d operations (%.0f %%"
                        + " succeeded), %,d recoveries at acknowledgements, %,d events%n"
                        + "least of one run: %.0f %% succeeded%n"
                        + "%sfaults: %s%n",
                ran(planned),
                simulatedNanos / NANOS_PER_HOUR,
                operations,
                operations == 0 ? 0 : 100.0 * succeeded / operations,
                recoveries,
                events,
                100 * leastSucceeded,
                healed ? healing() : "",
                list.isEmpty() ? "none" : list);
    }

    private String ran(long planned) {
        return schedules < planned
                ? String.format(Locale.ROOT, "%,d of %,d", schedules, planned)
                : String.format(Locale.ROOT, "%,d", schedules);
    }

    private String healing() {
        return String.format(
                Locale.ROOT,
                "healed: a leader within %.1f election timeouts, %.1f frames a call and"
                        + " follower, %.1f copies of an entry sent to each at most%n",
                leaderlessTimeouts,
                frames,
                copies);
    }

    /** How fast it went. */
    public synchronized String speed(double wallSeconds) {
        return String.format(
                Locale.ROOT,
                "%.1f schedules/s, %.0f times as fast as real time",
                schedules / wallSeconds,
                simulatedSeconds() / wallSeconds);
    }

    /** All of it, for machines. */
    synchronized Map<String, Object> json(long planned, double wallSeconds) {
        var all = new LinkedHashMap<String, Object>();
        all.put("schedules", schedules);
        all.put("planned", planned);
        all.put("simulatedSeconds", simulatedSeconds());
        all.put("wallSeconds", wallSeconds);
        all.put("schedulesPerSecond", schedules / wallSeconds);
        all.put("timesRealTime", simulatedSeconds() / wallSeconds);
        all.put("operations", operations);
        all.put("succeeded", succeeded);
        all.put("recoveries", recoveries);
        all.put("events", events);
        all.put("hash", String.format(Locale.ROOT, "%016x", hash));
        if (healed) {
            all.put("leaderlessTimeoutsMax", leaderlessTimeouts);
            all.put("framesPerCallMax", frames);
            all.put("copiesPerEntryMax", copies);
        }
        all.put("succeededShareMin", leastSucceeded);
        all.put("faults", faults.counts());
        all.put("passed", firstFailure == null);
        Result failed = firstFailure;
        if (failed != null && failed.failure() != null) {
            all.put("failed", failedSeeds.size());
            all.put("failedSeeds", List.copyOf(failedSeeds));
            all.put("failedSeed", failedSeeds.first());
            all.put("violates", failed.failure().invariant());
            all.put("how", failed.failure().what());
        }
        return all;
    }

    private double simulatedSeconds() {
        return simulatedNanos / (double) Setup.SECOND;
    }
}
