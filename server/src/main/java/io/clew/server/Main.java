package io.clew.server;

import io.clew.server.bench.BenchCommand;

import jdk.jfr.FlightRecorder;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

import java.security.Security;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The server's command line. Exit statuses: 2 for wrong usage, 70 for a broken rule of the program
 * itself, 1 for all else that goes wrong.
 */
@Command(
        name = "clew",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "A node of a distributed key-value store. A flag wins over its variable.",
        footer = {
            "",
            "Three nodes on one machine, each in a terminal of its own:",
            "  ./run.sh --port 8001 --working-dir data/1 --peers :8001,:8002,:8003",
            "  ./run.sh --port 8002 --working-dir data/2 --peers :8001,:8002,:8003",
            "  ./run.sh --port 8003 --working-dir data/3 --peers :8001,:8002,:8003",
            "",
            "./run.sh recover looks at data folders, and saves what can be saved, when a",
            "majority of the nodes is lost for good. ./run.sh bench, sim and check run the",
            "load generator, the simulator and the checker of histories; each has its own",
            "--help."
        })
public final class Main implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final Signals signals;
    @Mixin private Flags flags = new Flags();

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"clew " + (version == null ? "unpackaged" : version)};
        }
    }

    public static void main(String[] args) {
        // Before all that takes time: until here a signal ends the process with status 143.
        var signals = Signals.caught();
        try {
            int status = run(signals, args);
            signals.release();
            Logs.end();
            System.exit(status);
        } catch (Error e) {
            // Threads of a node that was about to start would keep the process.
            Fatal.stop(e);
        }
    }

    private Main(Signals signals) {
        this.signals = signals;
    }

    /**
     * The first word may name another command. That is decided here because picocli would build
     * them all, by reflection, at every start of the server. They end by signals as any program
     * does.
     */
    private static int run(Signals signals, String... args) {
        List<String> rest = List.of(args);
        String first = rest.isEmpty() ? "" : rest.getFirst();
        @Nullable Callable<Integer> other =
                switch (first) {
                    case "bench" -> new BenchCommand();
                    case "recover" -> new RecoverCommand();
                    case "rehearse" -> new RehearseCommand();
                    default -> null;
                };
        if (other == null) {
            return run(new Main(signals), rest);
        }
        signals.release();
        return run(other, rest.subList(1, rest.size()));
    }

    private static int run(Callable<Integer> chosen, List<String> args) {
        var command = new CommandLine(chosen);
        command.setParameterExceptionHandler((e, _) -> complain(USAGE, e.getMessage()));
        command.setExecutionExceptionHandler(
                (e, _, _) ->
                        switch (e) {
                            case UsageException usage -> complain(USAGE, usage.getMessage());
                            case StartException start -> complain(FAILED, start.getMessage());
                            default -> throw e;
                        });
        return command.execute(args.toArray(String[]::new));
    }

    /** Runs the server until a signal ends the process. */
    @Override
    public Integer call() {
        // Host names are resolved again at each dial: a member may come back under another address.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        if (!FlightRecorder.isInitialized()) {
            // For its own events Netty would load the recorder, and a start would wait for that.
            System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        }
        var config = ServerConfig.of(flags, System.getenv());
        try {
            while (true) {
                var condemned = new CompletableFuture<String>();
                Server server =
                        Server.start(config, Fatal::stop, condemned::complete, signals::stop);
                System.out.println(Greeting.of(config, server.seen(), server.joins()));
                String why = condemned.join();
                signals.stop(null);
                server.abandon(why);
            }
        } catch (RuntimeException | Error e) {
            // The process ends by what was thrown, and not as if it had been told to.
            signals.release();
            throw e;
        }
    }

    private static int complain(int status, @Nullable String message) {
        System.err.println("clew: " + message);
        return status;
    }
}
