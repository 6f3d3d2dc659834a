package io.clew.linearizability;

import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryFormat;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The command that checks recorded histories. */
@Command(
        name = "check",
        description = {
            "Says whether recorded histories are linearizable, key by key.",
            "Formats: JSON lines, Jepsen's EDN, Porcupine's key-value and etcd texts."
        },
        mixinStandardHelpOptions = true,
        version = "Clew check 0.1.0",
        sortOptions = false,
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  all are linearizable",
            "  1  at least one is not",
            "  2  none is known to be not, but one could not be decided within the budget",
            "  3  a file or an option could not be read, and no violation was found"
        })
public final class Main implements Callable<Integer> {
    static final int LINEARIZABLE = 0;
    static final int VIOLATION = 1;
    static final int UNKNOWN = 2;
    static final int BAD_INPUT = 3;

    private static final int SHOWN_MAX = 40;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recorded histories")
    private List<Path> files = List.of();

    @Option(
            names = "--format",
            description = "one of ${COMPLETION-CANDIDATES}; found out by itself if not given")
    private @Nullable HistoryFormat format;

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description = "the value of every key at first; normally keys are absent")
    private @Nullable String initial;

    @Option(
            names = "--states",
            paramLabel = "N",
            description = "search states allowed for each key (default ${DEFAULT-VALUE})")
    private long states = 5_000_000;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "time allowed for each key; none by default, so that verdicts repeat")
    private @Nullable Long timeoutSeconds;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::complain);
    }

    private static int complain(CommandLine.ParameterException problem, String[] args) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(problem.getMessage());
        err.println("Try --help.");
        return BAD_INPUT;
    }

    @Override
    public Integer call() {
        boolean violation = false;
        boolean unknown = false;
        boolean bad = false;
        for (Path file : files) {
            int status = check(file);
            violation |= status == VIOLATION;
            unknown |= status == UNKNOWN;
            bad |= status == BAD_INPUT;
        }
        if (violation) {
            return VIOLATION;
        }
        return bad ? BAD_INPUT : unknown ? UNKNOWN : LINEARIZABLE;
    }

    private int check(Path file) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Recording recording = HistoryReader.read(file, format);
            int status = check(file, recording, out);
            out.flush();
            return status;
        } catch (BadHistoryException bad) {
            err.println(bad.getMessage());
        } catch (NoSuchFileException _) {
            err.println(file + ": no such file");
        } catch (IOException cause) {
            err.println(file + ": cannot be read: " + cause.getMessage());
        }
        err.flush();
        return BAD_INPUT;
    }

    private int check(Path file, Recording recording, PrintWriter out) {
        Model model = initial == null ? recording.model() : new Model(initial);
        Duration time = timeoutSeconds == null ? null : Duration.ofSeconds(timeoutSeconds);
        int count = recording.history().operations().size();
        long start = System.nanoTime();
        Verdict verdict = Checker.check(recording.history(), model, new Budget(states, time));
        long micros = (System.nanoTime() - start) / 1000;
        out.printf(
                "%s: %s (%d operations, %.1f ms)%n", file, word(verdict), count, micros / 1000.0);
        return switch (verdict) {
            case Verdict.Linearizable _ -> LINEARIZABLE;
            case Verdict.Unknown(String why) -> {
                out.println("  " + why);
                yield UNKNOWN;
            }
            case Verdict.Violation violation -> {
                out.println("  " + violation.explanation());
                show(violation, out);
                yield VIOLATION;
            }
        };
    }

    private static void show(Verdict.Violation violation, PrintWriter out) {
        List<Operation> operations = violation.minimal().operations();
        if (operations.size() > SHOWN_MAX) {
            return;
        }
        out.println("  These operations alone cannot be put in order:");
        for (Operation each : operations) {
            out.println("    " + OperationText.of(each));
        }
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Linearizable _ -> "linearizable";
            case Verdict.Violation _ -> "NOT linearizable";
            case Verdict.Unknown _ -> "unknown";
        };
    }
}
