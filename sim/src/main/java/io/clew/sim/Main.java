package io.clew.sim;

import io.clew.sim.exhaust.ExhaustCommand;
import io.clew.sim.scale.ScaleCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.nio.file.FileSystemException;

/** The simulator's command line. */
@Command(
        name = "sim",
        description = "Runs the real engine in a simulated world, one schedule for each seed.",
        mixinStandardHelpOptions = true,
        version = "clew sim",
        subcommands = {
            RunCommand.class,
            ReplayCommand.class,
            ShrinkCommand.class,
            CoverageCommand.class,
            MutantsCommand.class,
            ExhaustCommand.class,
            ScaleCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        var line = new CommandLine(new Main());
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler(Main::failed);
        return args.length == 0 ? usage(line) : line.execute(args);
    }

    /** A path that cannot be read or written is the caller's matter; all else is ours. */
    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof FileSystemException file)) {
            throw e;
        }
        String reason = file.getReason();
        String kind = file.getClass().getSimpleName().replace("Exception", "");
        line.getErr().println(file.getFile() + ": " + (reason == null ? kind : reason));
        return CommandLine.ExitCode.USAGE;
    }

    private static int usage(CommandLine line) {
        line.usage(System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
