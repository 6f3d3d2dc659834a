package io.clew.sim.exhaust;

import io.clew.sim.PlantingOptions;
import io.clew.sim.Result;
import io.clew.sim.SimCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command about an exhaustive search, on the engine as it is or with a bug planted in it. Then
 * the whole command runs once more, in a simulator that was loaded around the broken engine.
 */
abstract class SearchCommand extends SimCommand {
    /** The exit status if time ran out before everything was tried. */
    static final int UNFINISHED = 3;

    /** Tells the simulator that was loaded again that it has the bug already. */
    private static final String PLANTED = "--planted";

    @Mixin private final PlantingOptions planting = new PlantingOptions();

    @Option(names = PLANTED, hidden = true)
    private boolean planted;

    @Override
    public final Integer call() throws IOException {
        if (!planting.bug().isEmpty() && !planted) {
            return callAgain();
        }
        return search(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    abstract int search(PrintWriter out) throws IOException;

    private int callAgain() throws IOException {
        CommandSpec own = spec();
        var arguments = new ArrayList<>(List.of(own.name()));
        // What stands behind the command's name; its own options are all there is.
        List<String> all = own.root().commandLine().getParseResult().originalArgs();
        arguments.addAll(all.subList(all.lastIndexOf(own.name()) + 1, all.size()));
        arguments.add(PLANTED);
        return planting.engine(planting.bug()).exhaust(arguments.toArray(String[]::new));
    }

    /** Says what came of playing one thing alone, and with which exit status that ends. */
    static int told(Result.@Nullable Failure failure, PrintWriter out) {
        out.println(
                failure == null
                        ? "all invariants held"
                        : "violates: " + failure.invariant() + "\n  " + failure.what());
        return failure == null ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What a person types to search again, or to play what was found. */
    final String command(String what) {
        String bug = planting.bug();
        return "./run.sh sim exhaust " + what + (bug.isEmpty() ? "" : " --mutant " + bug);
    }
}
