package io.clew.sim;

import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** Shows what the schedules of a range of seeds really do to the cluster. */
@Command(
        name = "coverage",
        description =
                "Shows how often faults bite, which steps of the protocol they meet, and which rare"
                        + " states runs come through; ends with 1 if a family has no effect.",
        mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {
    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "seeds to run, ends included (default: ${DEFAULT-VALUE})",
            defaultValue = "1..1000")
    private String seeds = "1..1000";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "how schedules are drawn (default: ${DEFAULT-VALUE})",
            defaultValue = "default")
    private String profile = "default";

    @Option(
            names = "--twins",
            paramLabel = "N",
            description =
                    "for each N-th seed a twin runs that lacks one strike (default:"
                            + " ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int twins = 2;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "schedules to run at the same time (default: one for each processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "prints the tables as JSON")
    private boolean json;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var coverage = new Coverage();
        if (twins < 1 || jobs < 1) {
            throw usage("--twins and --jobs must be at least 1");
        }
        new Sweep(range(), drawn(), jobs, Double.POSITIVE_INFINITY)
                .run(
                        (seed, result) -> {
                            coverage.add(seed, result);
                            if (seed % twins == 0) {
                                coverage.addTwin(seed, result);
                            }
                            return true;
                        });
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println(json ? Json.text(coverage.json()) : coverage.text());
        if (!json) {
            coverage.gaps().forEach(gap -> out.println("MISSING: " + gap));
        }
        return coverage.gaps().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Seeds range() {
        try {
            return Seeds.parse(seeds);
        } catch (IllegalArgumentException e) {
            throw usage("--seeds wants N or A..B, not '" + seeds + "'");
        }
    }

    private Profile drawn() {
        try {
            return Profile.named(profile);
        } catch (IllegalArgumentException e) {
            throw usage("--profile: " + e.getMessage());
        }
    }

    private ParameterException usage(String what) {
        if (spec == null) {
            throw new IllegalStateException("set by the command line");
        }
        return new ParameterException(spec.commandLine(), what);
    }
}
