package io.clew.sim;

import io.clew.sim.schedule.Drawing;
import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs schedules and ends with a summary. */
@Command(
        name = "run",
        description =
                "Runs the schedules of a range of seeds until one fails; ends with 0 if all held,"
                        + " else 1.",
        mixinStandardHelpOptions = true)
final class RunCommand extends SimCommand {
    private static final double NANOS_PER_SECOND = 1e9;

    @Mixin private final SeedsOption seeds = new SeedsOption();

    @Option(names = "--seed", paramLabel = "N", description = "runs this seed alone")
    private @Nullable Long seed;

    @Mixin private final ProfileOption profile = new ProfileOption();

    @Option(names = "--trace", description = "prints what happens, line by line; needs --seed")
    private boolean trace;

    @Mixin private final JobsOption jobs = new JobsOption();

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

    @Option(names = "--keep-going", description = "runs the other seeds too after a failure")
    private boolean keepGoing;

    @Option(
            names = "--shrink",
            description = "shrinks the failure with the smallest seed to failure-SEED.txt")
    private boolean shrink;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (trace && json) {
            throw usage("--json prints nothing else: leave --trace out");
        }
        requireTime(minutes);
        if (seed != null && given("--seeds")) {
            throw usage("--seed is one, --seeds are a range: give one of them");
        }
        if (seed != null) {
            return runOne(seed, out);
        }
        if (trace || html != null) {
            throw usage("--trace and --html need --seed");
        }
        return runAll(out);
    }

    private int runOne(long one, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        Result result =
                Simulation.run(Drawing.draw(one, profile.profile()), trace ? out::println : null);
        var summary = new Summary();
        summary.add(one, result);
        if (html != null) {
            String command = Failures.replay(one, profile.profile());
            Files.writeString(html, Replay.page(one, profile.profile().name(), command));
            System.err.println("wrote " + html);
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return finish(summary, 1, seconds, out, String.format("%nhash %016x%n", result.hash()));
    }

    private int runAll(PrintWriter out) throws InterruptedException {
        var summary = new Summary();
        Profile drawn = profile.profile();
        long planned = seeds.seeds().count();
        var sweep = new Sweep(seeds.seeds(), drawn, jobs.jobs(), minutes * 60);
        var over = new AtomicBoolean();
        // Who ends it from outside wants to know what was done; the exit status stays as it is.
        var cut =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    if (!over.get()) {
                                        tell(summary, planned, sweep.seconds(), out, "\ncut short");
                                    }
                                });
        Runtime.getRuntime().addShutdownHook(cut);
        try {
            sweep.run(
                    (ran, result) -> {
                        summary.add(ran, result);
                        if (!result.passed() && !json) {
                            out.println(Failures.text(ran, drawn, result));
                        }
                        return result.passed() || keepGoing;
                    });
        } finally {
            over.set(true);
        }
        return finish(summary, planned, sweep.seconds(), out, "");
    }

    private void tell(Summary summary, long planned, double seconds, PrintWriter out, String more) {
        if (json) {
            out.println(Json.text(summary.json(planned, seconds)));
        } else {
            out.print(summary.text(planned));
            out.println(summary.speed(seconds) + more);
            if (planned > 1 && summary.firstFailure() != null) {
                out.println(summary.failures());
            }
        }
    }

    private int finish(
            Summary summary, long planned, double seconds, PrintWriter out, String more) {
        Result failure = summary.firstFailure();
        tell(summary, planned, seconds, out, more);
        if (!json) {
            if (failure != null) {
                out.println(Failures.text(summary.firstFailedSeed(), profile.profile(), failure));
            }
            String held =
                    summary.schedules() < planned
                            ? "held as far as time allowed"
                            : "all invariants held";
            out.println(failure == null ? held : "FAILED");
        }
        if (failure != null && shrink) {
            String failed = Long.toString(summary.firstFailedSeed());
            String small = "failure-" + failed + ".txt";
            new CommandLine(new ShrinkCommand())
                    .execute(failed, "--profile", profile.profile().name(), "--out", small);
        }
        return failure == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
