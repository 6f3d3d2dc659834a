package io.clew.sim;

import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.Objects;

/** The option that says which kind of schedules is drawn. */
final class ProfileOption {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "how schedules are drawn (default: ${DEFAULT-VALUE})",
            defaultValue = "default")
    private String name = "default";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Profile profile() {
        try {
            return Profile.named(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "--profile: " + e.getMessage());
        }
    }
}
