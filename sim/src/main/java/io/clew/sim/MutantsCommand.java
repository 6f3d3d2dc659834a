package io.clew.sim;

import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Plants known bugs in the engine, one after the other, and tells which seed finds each. */
@Command(
        name = "mutants",
        description = "Plants known bugs in the engine and tells the first seed that finds each.",
        mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {
    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description = "root of the repository (default: the current folder)")
    private Path sources = Path.of("");

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "seeds to try for each (default: what each is given)")
    private @Nullable Long seeds;

    @Option(names = "--count", description = "runs all seeds and tells how many find each")
    private boolean count;

    @Option(names = "--only", paramLabel = "TEXT", description = "those with TEXT in their name")
    private String only = "";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "replays this seed and prints what happens; needs --only")
    private @Nullable Long seed;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (spec != null && !Files.isDirectory(sources.resolve("engine/src/main/java"))) {
            throw new ParameterException(
                    spec.commandLine(), "no sources of the engine below --sources=" + sources);
        }
        boolean allFound = true;
        for (Mutant mutant : Mutants.all()) {
            if (mutant.name().contains(only)) {
                allFound &= found(mutant);
            }
        }
        return allFound ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean found(Mutant mutant) throws IOException {
        MutantEngine engine = MutantEngine.of(mutant, sources);
        if (seed != null) {
            return engine.violatedBy(seed, System.out::println) != null;
        }
        long limit = seeds == null ? mutant.seedsMax() : seeds;
        int found = 0;
        String first = "NOT FOUND in " + limit + " seeds";
        for (long s = 1; s <= limit && (count || found == 0); s++) {
            String violated = engine.violatedBy(s);
            if (violated != null && found++ == 0) {
                first = "seed " + s + ", " + violated;
            }
        }
        String share = count ? ", found by " + found + " of " + limit + " seeds" : "";
        System.out.println(mutant.name() + ": " + first + share);
        return found > 0;
    }
}
