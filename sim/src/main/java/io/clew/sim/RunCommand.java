package io.clew.sim;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs schedules. Each is single-threaded for itself; here, and only here, several run at the same
 * time.
 */
@Command(
        name = "run",
        description = "Runs the schedules of a range of seeds and ends with 0 if all held, else 1.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PROGRESS_MILLIS = 1000;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "seeds to run, ends included (default: ${DEFAULT-VALUE})",
            defaultValue = "1..1000")
    private String seeds = "1..1000";

    @Option(names = "--seed", paramLabel = "N", description = "runs this seed alone")
    private @Nullable Long seed;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "how schedules are drawn (default: ${DEFAULT-VALUE})",
            defaultValue = "default")
    private String profileName = "default";

    @Option(names = "--trace", description = "prints what happens, line by line; needs --seed")
    private boolean trace;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "schedules to run at the same time (default: one for each processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "ends after this time, even if seeds are left")
    private double minutes = Double.POSITIVE_INFINITY;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a page that shows what happened; needs --seed")
    private @Nullable Path html;

    @Option(names = "--keep-going", description = "goes on after a failure")
    private boolean keepGoing;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (seed != null) {
            return runOne(seed, out);
        }
        if (trace || html != null || jobs < 1) {
            throw usage(jobs < 1 ? "--jobs must be at least 1" : "--trace and --html need --seed");
        }
        return runAll(range(), out);
    }

    private Profile profile() {
        try {
            return Profile.named(profileName);
        } catch (IllegalArgumentException e) {
            throw usage("--profile: " + e.getMessage());
        }
    }

    private Seeds range() {
        try {
            return Seeds.parse(seeds);
        } catch (IllegalArgumentException e) {
            throw usage("--seeds wants N or A..B, not '" + seeds + "'");
        }
    }

    private ParameterException usage(String what) {
        if (spec == null) {
            throw new IllegalStateException("set by the command line");
        }
        return new ParameterException(spec.commandLine(), what);
    }

    private int runOne(long one, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        Result result = Simulation.run(Drawing.draw(one, profile()), trace ? out::println : null);
        var summary = new Summary();
        summary.add(one, result);
        if (html != null) {
            String command = Failures.replay(one, profile());
            Files.writeString(html, Replay.page(one, profileName, command));
            out.println("wrote " + html);
        }
        return finish(summary, start, out, String.format("%nhash %016x%n", result.hash()));
    }

    private int runAll(Seeds range, PrintWriter out) throws InterruptedException {
        long start = System.nanoTime();
        var summary = new Summary();
        var next = new AtomicLong(range.from());
        var stop = new AtomicBoolean();
        Profile drawn = profile();
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < jobs; i++) {
            workers.add(
                    Thread.ofPlatform().start(() -> work(range, drawn, next, stop, summary, out)));
        }
        for (Thread worker : workers) {
            while (!worker.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                progress(range, summary, start);
                if (secondsSince(start) > minutes * 60) {
                    stop.set(true);
                }
            }
        }
        return finish(summary, start, out, "");
    }

    private void work(
            Seeds range,
            Profile drawn,
            AtomicLong next,
            AtomicBoolean stop,
            Summary summary,
            PrintWriter out) {
        for (long s = next.getAndIncrement();
                s <= range.to() && !stop.get();
                s = next.getAndIncrement()) {
            Result result = Simulation.run(Drawing.draw(s, drawn), null);
            summary.add(s, result);
            if (!result.passed()) {
                out.println(Failures.text(s, drawn, result));
                if (!keepGoing) {
                    stop.set(true);
                }
            }
        }
    }

    private static void progress(Seeds range, Summary summary, long start) {
        long done = summary.schedules();
        if (done == 0) {
            return;
        }
        double seconds = secondsSince(start);
        double rate = done / seconds;
        System.err.printf(
                Locale.ROOT,
                "\r%,d of %,d schedules, %.1f/s, %.0f s left ",
                done,
                range.count(),
                rate,
                (range.count() - done) / rate);
    }

    private int finish(Summary summary, long start, PrintWriter out, String more) {
        System.err.print("\r");
        Result failure = summary.firstFailure();
        out.print(summary.text());
        out.println(summary.speed(secondsSince(start)) + more);
        if (failure != null) {
            out.println(Failures.text(summary.firstFailedSeed(), profile(), failure));
        }
        out.println(failure == null ? "all invariants held" : "FAILED");
        return failure == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
