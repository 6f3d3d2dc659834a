package io.clew.sim;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Shows what the schedules of a range of seeds really do to the cluster. */
@Command(
        name = "coverage",
        description =
                "Shows how often faults bite, which steps of the protocol they meet, and which rare"
                        + " states runs come through; ends with 1 if a family has no effect.",
        mixinStandardHelpOptions = true)
final class CoverageCommand extends SimCommand {
    @Mixin private final SeedsOption seeds = new SeedsOption();

    @Mixin private final ProfileOption profile = new ProfileOption();

    @Option(
            names = "--twins",
            paramLabel = "N",
            description =
                    "for each N-th seed a twin runs that lacks one strike (default:"
                            + " ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int twins = 2;

    @Mixin private final JobsOption jobs = new JobsOption();

    @Option(names = "--json", description = "prints the tables as JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var coverage = new Coverage();
        if (twins < 1) {
            throw usage("--twins must be at least 1");
        }
        new Sweep(seeds.seeds(), profile.profile(), jobs.jobs(), Double.POSITIVE_INFINITY)
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
            coverage.unseen().forEach(each -> out.println("UNSEEN: " + each));
            coverage.gaps().forEach(gap -> out.println("MISSING: " + gap));
        }
        return coverage.gaps().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
