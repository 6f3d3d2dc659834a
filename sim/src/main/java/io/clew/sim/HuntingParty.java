package io.clew.sim;

import io.clew.sim.mutant.Hunt;
import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.MutantTable;
import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Hunts for all of some mutants, from several starts each, several hunts at a time. */
final class HuntingParty {
    private static final long PROGRESS_MILLIS = 1000;

    private final Path root;
    private final int starts;
    private final long seedsMax;
    private final List<Prey> preys = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong hunted = new AtomicLong();
    private final AtomicLong schedules = new AtomicLong();
    private final AtomicReference<@Nullable IllegalStateException> failure =
            new AtomicReference<>();

    /** One schedule. */
    private record Case(String profile, long seed) {
        boolean passes() {
            return Simulation.run(Drawing.draw(seed, Profile.named(profile)), null).passed();
        }
    }

    /** Whether the engine as it is passes with a schedule. */
    private final ConcurrentHashMap<Case, Boolean> clean = new ConcurrentHashMap<>();

    /**
     * @param starts how many hunts there are for each mutant, from seeds far apart
     * @param seedsMax where a hunt ends, unless the mutant's own limit is lower
     */
    HuntingParty(List<Mutant> mutants, Path root, int starts, long seedsMax) {
        this.root = root;
        this.starts = starts;
        this.seedsMax = seedsMax;
        mutants.forEach(mutant -> preys.add(new Prey(mutant)));
    }

    /** One mutant, its engine while it is hunted, and what came of that. */
    private final class Prey {
        final Mutant mutant;
        final Hunt[] hunts = new Hunt[starts];
        private @Nullable MutantEngine engine;
        private int left = starts;
        private boolean allClean = true;

        Prey(Mutant mutant) {
            this.mutant = mutant;
        }

        synchronized MutantEngine engine() {
            MutantEngine made = engine;
            try {
                if (made == null) {
                    made = MutantEngine.of(mutant, root);
                    engine = made;
                }
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether that was the last of its hunts. */
        synchronized boolean done(int start, Hunt hunt, boolean isClean) {
            hunts[start] = hunt;
            allClean &= isClean;
            left--;
            if (left == 0) {
                engine = null;
            }
            return left == 0;
        }

        synchronized MutantTable.Row row() {
            return new MutantTable.Row(mutant, List.of(hunts), allClean);
        }
    }

    /**
     * @param rows is given each row as soon as it is complete
     * @param progress is told now and then how far it is
     * @throws IllegalStateException if a hunt broke off: a table that lacks it would tell nothing
     */
    MutantTable run(int jobs, Consumer<MutantTable.Row> rows, Consumer<String> progress)
            throws InterruptedException {
        long start = System.nanoTime();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < jobs; i++) {
            workers.add(Thread.ofPlatform().start(() -> work(rows)));
        }
        for (Thread worker : workers) {
            while (!worker.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                progress.accept(progress((System.nanoTime() - start) / 1e9));
            }
        }
        IllegalStateException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return new MutantTable(preys.stream().map(Prey::row).toList());
    }

    private void work(Consumer<MutantTable.Row> rows) {
        int count = preys.size() * starts;
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            Prey prey = preys.get(i / starts);
            try {
                hunt(prey, i % starts, rows);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(
                        null,
                        new IllegalStateException("the hunt for " + prey.mutant + " broke", e));
                next.set(count);
            }
        }
    }

    private void hunt(Prey prey, int start, Consumer<MutantTable.Row> rows) {
        String profile = prey.mutant.profile();
        long limit = Math.min(seedsMax, prey.mutant.seedsMax());
        Hunt hunt = Hunt.of(prey.engine(), profile, Hunt.start(start), limit);
        boolean passes =
                !hunt.found()
                        || clean.computeIfAbsent(new Case(profile, hunt.seed()), Case::passes);
        schedules.addAndGet(hunt.seeds());
        hunted.incrementAndGet();
        if (prey.done(start, hunt, passes)) {
            synchronized (rows) {
                rows.accept(prey.row());
            }
        }
    }

    private String progress(double seconds) {
        long done = hunted.get();
        long count = (long) preys.size() * starts;
        return done == 0
                ? "compiling"
                : String.format(
                        "%d of %d hunts, %.0f schedules/s, about %.0f s left",
                        done, count, schedules.get() / seconds, (count - done) * seconds / done);
    }
}
