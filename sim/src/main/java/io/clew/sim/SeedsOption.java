package io.clew.sim;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The option that says which seeds run. */
final class SeedsOption {
    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "seeds to run, ends included (default: ${DEFAULT-VALUE})",
            defaultValue = "1..1000")
    private String text = "1..1000";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Seeds seeds() {
        try {
            return Seeds.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "--seeds wants N or A..B, not '" + text + "'");
        }
    }
}
