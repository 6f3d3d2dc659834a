package io.clew.linearizability;

import io.clew.linearizability.bench.Generator;
import io.clew.linearizability.format.HistoryWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The command that makes a linearizable history, to measure with. */
@Command(
        name = "generate",
        description = "Makes a linearizable history, as JSON lines; the same for the same options.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "where to write it")
    private Path file = Path.of("");

    @Option(names = "--operations", paramLabel = "N", description = "default ${DEFAULT-VALUE}")
    private int operations = 10_000;

    @Option(names = "--keys", paramLabel = "N", description = "default ${DEFAULT-VALUE}")
    private int keys = 10;

    @Option(names = "--clients", paramLabel = "N", description = "default ${DEFAULT-VALUE}")
    private int clients = 10;

    @Option(
            names = "--values",
            paramLabel = "N",
            description =
                    "how many values there are; 0 if none is to come twice (default"
                            + " ${DEFAULT-VALUE})")
    private int values = 5;

    @Option(
            names = "--unknown",
            paramLabel = "PERCENT",
            description =
                    "operations with an unknown outcome, of which every other one has an effect"
                            + " (default ${DEFAULT-VALUE})")
    private int unknown = 1;

    @Option(
            names = "--clears",
            paramLabel = "PERCENT",
            description = "clears (default ${DEFAULT-VALUE})")
    private int clears;

    @Option(names = "--appends", description = "appends instead of deletes")
    private boolean appends;

    @Option(names = "--seed", paramLabel = "N", description = "default ${DEFAULT-VALUE}")
    private long seed = 1;

    @Override
    public Integer call() {
        if (operations < 0 || keys < 1 || clients < 1 || values < 0) {
            throw new ParameterException(
                    spec.commandLine(), "a number is too small: there must be keys and clients");
        }
        var shape =
                new Generator.Shape(operations, keys, clients, values, unknown, clears, appends);
        boolean written =
                OutputFile.write(
                        file,
                        out -> HistoryWriter.write(Generator.history(shape, seed), out),
                        spec.commandLine().getErr());
        return written ? Main.LINEARIZABLE : Main.BAD_INPUT;
    }
}
