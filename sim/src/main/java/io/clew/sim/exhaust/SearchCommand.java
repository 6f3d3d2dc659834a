package io.clew.sim.exhaust;

import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.Mutants;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A command about an exhaustive search, on the engine as it is or with a bug planted in it. Then
 * the whole command runs once more, in a simulator that was loaded around the broken engine.
 */
abstract class SearchCommand implements Callable<Integer> {
    /** Tells the simulator that was loaded again that it has the bug already. */
    private static final String PLANTED = "--planted";

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

    @Option(names = PLANTED, hidden = true)
    private boolean planted;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public final Integer call() throws IOException {
        if (!bug.isEmpty() && !planted) {
            return callAgain();
        }
        return search(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    abstract int search(PrintWriter out) throws IOException;

    private int callAgain() throws IOException {
        CommandSpec own = Objects.requireNonNull(spec);
        var arguments = new ArrayList<>(List.of(own.name()));
        // What stands behind the command's name; its own options are all there is.
        List<String> all = own.root().commandLine().getParseResult().originalArgs();
        arguments.addAll(all.subList(all.lastIndexOf(own.name()) + 1, all.size()));
        arguments.add(PLANTED);
        return engine().exhaust(arguments.toArray(String[]::new));
    }

    private MutantEngine engine() throws IOException {
        try {
            return MutantEngine.of(Mutants.named(bug), sources);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    final ParameterException usage(String what) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
    }

    /** What a person types to search again, or to play what was found. */
    final String command(String what) {
        return "./run.sh sim exhaust " + what + (bug.isEmpty() ? "" : " --mutant " + bug);
    }
}
