package io.clew.sim;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the schedules of a range of seeds. Each is single-threaded for itself; here, and only here,
 * several run at the same time.
 */
public final class Sweep {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PROGRESS_MILLIS = 1000;

    private final Seeds seeds;
    private final Profile profile;
    private final int jobs;
    private final double secondsMax;
    private final long start = System.nanoTime();
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<@Nullable IllegalStateException> broken = new AtomicReference<>();
    private boolean quiet;

    /** Is given what came of each seed, by several threads at once. */
    public interface Listener {
        /**
         * @return whether to go on
         */
        boolean ran(long seed, Result result);
    }

    /**
     * @param jobs how many run at the same time
     * @param secondsMax after which no more begin
     */
    public Sweep(Seeds seeds, Profile profile, int jobs, double secondsMax) {
        this.seeds = seeds;
        this.profile = profile;
        this.jobs = jobs;
        this.secondsMax = secondsMax;
        this.next = new AtomicLong(seeds.from());
    }

    /** Says nothing on the way. */
    public Sweep quietly() {
        quiet = true;
        return this;
    }

    /**
     * Runs them all, or as many as time and the listener allow.
     *
     * @throws IllegalStateException if a run broke off without a verdict: it must not pass for one
     *     that held
     */
    public void run(Listener listener) throws InterruptedException {
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < jobs; i++) {
            workers.add(Thread.ofPlatform().start(() -> work(listener)));
        }
        for (Thread worker : workers) {
            while (!worker.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                if (!quiet) {
                    progress();
                }
                if (seconds() > secondsMax) {
                    stop.set(true);
                }
            }
        }
        if (!quiet) {
            System.err.print("\r");
        }
        IllegalStateException failed = broken.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** How long it has taken so far. */
    public double seconds() {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private void work(Listener listener) {
        for (long seed = next.getAndIncrement();
                seed <= seeds.to() && !stop.get();
                seed = next.getAndIncrement()) {
            try {
                run(seed, listener);
            } catch (RuntimeException | Error e) {
                broken.compareAndSet(null, new IllegalStateException("seed " + seed + " broke", e));
                stop.set(true);
            }
        }
    }

    private void run(long seed, Listener listener) {
        Result result = Simulation.run(Drawing.draw(seed, profile), null);
        if (!listener.ran(seed, result)) {
            stop.set(true);
        }
        done.incrementAndGet();
    }

    private void progress() {
        if (done.get() == 0) {
            return;
        }
        double rate = done.get() / seconds();
        double left = Math.min((seeds.count() - done.get()) / rate, secondsMax - seconds());
        System.err.printf(
                Locale.ROOT,
                "\r%,d of %,d schedules, %.1f/s, %.0f s left ",
                done.get(),
                seeds.count(),
                rate,
                Math.max(0, left));
    }
}
