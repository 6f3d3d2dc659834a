package io.clew.sim;

import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/** The options of commands that can plant a bug in the engine first. */
public final class PlantingOptions {
    @Option(
            names = "--mutant",
            paramLabel = "ID",
            description = "plants this bug first; sim mutants --list names them")
    private String bug = "";

    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description = "root of the repository, to plant bugs (default: the current folder)")
    private Path sources = Path.of("");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Its name in the catalogue, empty for none. */
    public String bug() {
        return bug;
    }

    /** The engine with a bug in it. */
    public MutantEngine engine(String id) throws IOException {
        try {
            return MutantEngine.of(Mutants.named(id), sources);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
