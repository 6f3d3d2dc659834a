package io.clew.sim;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The option that says how much is done at the same time. */
final class JobsOption {
    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "how many run at the same time (default: one for each processor)")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    int jobs() {
        if (jobs < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "--jobs must be at least 1");
        }
        return jobs;
    }
}
