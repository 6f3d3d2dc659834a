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
            description = "how schedules are drawn (default: default)")
    private @Nullable String name;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Profile profile() {
        return profile(Profile.DEFAULT.name());
    }

    /**
     * @param otherwise which it is if the command line says nothing
     */
    Profile profile(String otherwise) {
        try {
            return Profile.named(name == null ? otherwise : name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "--profile: " + e.getMessage());
        }
    }
}
