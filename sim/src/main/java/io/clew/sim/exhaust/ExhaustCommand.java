package io.clew.sim.exhaust;

import picocli.CommandLine.Command;

/** Exhaustive search beside the random one. */
@Command(
        name = "exhaust",
        description = "Tries everything where that is possible: every crash, every order.",
        mixinStandardHelpOptions = true,
        subcommands = {CrashesCommand.class, OrdersCommand.class})
public final class ExhaustCommand {
    public ExhaustCommand() {}
}
