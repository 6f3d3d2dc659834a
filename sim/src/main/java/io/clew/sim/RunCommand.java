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
import java.util.concurrent.Callable;

/** Runs schedules and ends with a summary. */
@Command(
        name = "run",
        description = "Runs the schedules of a range of seeds and ends with 0 if all held, else 1.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final double NANOS_PER_SECOND = 1e9;

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

    @Option(names = "--json", description = "prints the summary as JSON, and nothing else")
    private boolean json;

    @Option(names = "--keep-going", description = "goes on after a failure")
    private boolean keepGoing;

    @Option(
            names = "--shrink",
            description = "shrinks the failure with the smallest seed to failure-SEED.txt")
    private boolean shrink;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (trace && json) {
            throw usage("--json prints nothing else: leave --trace out");
        }
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
            System.err.println("wrote " + html);
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return finish(summary, seconds, out, String.format("%nhash %016x%n", result.hash()));
    }

    private int runAll(Seeds range, PrintWriter out) throws InterruptedException {
        var summary = new Summary();
        Profile drawn = profile();
        var sweep = new Sweep(range, drawn, jobs, minutes * 60);
        sweep.run(
                (ran, result) -> {
                    summary.add(ran, result);
                    if (!result.passed() && !json) {
                        out.println(Failures.text(ran, drawn, result));
                    }
                    return result.passed() || keepGoing;
                });
        return finish(summary, sweep.seconds(), out, "");
    }

    private int finish(Summary summary, double seconds, PrintWriter out, String more) {
        Result failure = summary.firstFailure();
        if (json) {
            out.println(Json.text(summary.json(seconds)));
        } else {
            out.print(summary.text());
            out.println(summary.speed(seconds) + more);
            if (failure != null) {
                out.println(Failures.text(summary.firstFailedSeed(), profile(), failure));
            }
            out.println(failure == null ? "all invariants held" : "FAILED");
        }
        if (failure != null && shrink) {
            String failed = Long.toString(summary.firstFailedSeed());
            String small = "failure-" + failed + ".txt";
            new CommandLine(new ShrinkCommand())
                    .execute(failed, "--profile", profileName, "--out", small);
        }
        return failure == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
