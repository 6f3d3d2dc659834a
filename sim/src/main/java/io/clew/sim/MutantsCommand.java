package io.clew.sim;

import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
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
            description = "seeds to try for each (default: ${DEFAULT-VALUE})",
            defaultValue = "500")
    private long seeds = 500;

    @Option(names = "--only", paramLabel = "TEXT", description = "those with TEXT in their name")
    private String only = "";

    @Override
    public Integer call() throws IOException {
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
        for (long seed = 1; seed <= seeds; seed++) {
            @Nullable String violated = engine.violatedBy(seed);
            if (violated != null) {
                System.out.println(mutant.name() + ": seed " + seed + ", " + violated);
                return true;
            }
        }
        System.out.println(mutant.name() + ": NOT FOUND in " + seeds + " seeds");
        return false;
    }
}
