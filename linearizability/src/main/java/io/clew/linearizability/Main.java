package io.clew.linearizability;

import io.clew.linearizability.format.CertificateText;
import io.clew.linearizability.format.Recording;
import io.clew.linearizability.html.HtmlReport;
import io.clew.linearizability.knossos.Knossos;
import io.clew.linearizability.knossos.KnossosUnavailableException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The command that checks recorded histories. */
@Command(
        name = "check",
        description = {
            "Says whether recorded histories are linearizable, key by key.",
            "Formats: JSON lines, Jepsen's EDN, Porcupine's key-value and etcd texts."
        },
        mixinStandardHelpOptions = true,
        subcommands = {VerifyCommand.class, GenerateCommand.class},
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

    /** Allowed to Knossos for each key if nothing else is said; it knows no other limit. */
    private static final Duration KNOSSOS_TIME = Duration.ofSeconds(60);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "recorded histories, or folders with such")
    private List<Path> files = List.of();

    @Mixin private HistorySource source = new HistorySource();

    @Mixin private CheckerOptions checkers = new CheckerOptions();

    @Mixin private BenchOptions bench = new BenchOptions();

    @Option(
            names = "--states",
            paramLabel = "N",
            description = "search states allowed for each key (default ${DEFAULT-VALUE})")
    private long states = 5_000_000;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description =
                    "memory allowed for the states of all keys together, like 512m; a third of"
                            + " what java may use by default")
    private long memory = MemorySize.byDefault();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "time allowed for each key; none by default, so that verdicts repeat")
    private @Nullable Long timeoutSeconds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "keys checked at the same time at most; one for each processor by default")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "where to write the proof of a single linearizable history (see verify)")
    private @Nullable Path certificate;

    @Option(
            names = "--html",
            paramLabel = "OUT.html",
            description = "write a page that shows the history; for one FILE")
    private @Nullable Path html;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine command = commandLine();
        try {
            return command.execute(args);
        } catch (StackOverflowError | OutOfMemoryError failed) {
            return giveUp(failed, command);
        }
    }

    /** An error of this program says nothing about a history; uncaught, it would exit with 1. */
    private static int giveUp(Throwable failed, CommandLine command) {
        PrintWriter err = command.getErr();
        failed.printStackTrace(err); // Whoever reports the error needs the place.
        err.println("unknown: the checker failed; that is an error of its own");
        err.flush();
        return UNKNOWN;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failed, command, _) -> giveUp(failed, command))
                .setParameterExceptionHandler(Main::complain);
    }

    private static int complain(ParameterException problem, String[] args) {
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(problem.getMessage());
        err.println("Try --help.");
        return BAD_INPUT;
    }

    @Override
    public Integer call() {
        requirePositive("--states", states);
        requirePositive("--timeout", timeoutSeconds == null ? 1 : timeoutSeconds);
        requirePositive("--threads", threads);
        if (bench.isAsked()) {
            return bench.run(
                    source,
                    budget(),
                    threads,
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing: the FILE to check");
        }
        files = HistoryFiles.in(files, spec.commandLine());
        if (certificate != null && files.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--certificate goes with one history at a time");
        }
        if ((certificate != null || html != null) && !checkers.asksClew()) {
            throw new ParameterException(
                    spec.commandLine(), "--certificate and --html go with --checker clew or both");
        }
        if (html != null && files.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--html shows one history, not " + files.size());
        }
        try {
            return checkAll();
        } finally {
            checkers.close();
        }
    }

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be 1 or more, but is " + value);
        }
    }

    private int checkAll() {
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
        int status =
                source.read(
                        file,
                        spec.commandLine().getErr(),
                        recording -> check(file, recording, out));
        out.flush();
        return status;
    }

    private int check(Path file, Recording recording, PrintWriter out) throws IOException {
        if (!checkers.asksKnossos()) {
            return askClew(file, recording, out);
        }
        int first = checkers.asksClew() ? askClew(file, recording, out) : UNKNOWN;
        int second = askKnossos(file, recording, out);
        if (first == BAD_INPUT || second == BAD_INPUT) {
            return first == VIOLATION || second == VIOLATION ? VIOLATION : BAD_INPUT;
        }
        if (first == UNKNOWN || second == UNKNOWN || first == second) {
            return first == UNKNOWN ? second : first;
        }
        out.println(file + ": the checkers DISAGREE");
        return UNKNOWN;
    }

    private int askClew(Path file, Recording recording, PrintWriter out) throws IOException {
        long start = System.nanoTime();
        Budget budget = budget();
        ParallelChecker.Checked checked =
                ParallelChecker.check(
                        recording.history(),
                        recording.model(),
                        budget,
                        threads,
                        certificate != null);
        long nanos = System.nanoTime() - start;
        Verdict verdict = checked.verdict();
        int status = report(file.toString(), recording, verdict, nanos, out);
        boolean proof = writeProof(checked.certificate());
        boolean page = writePage(file, recording, budget, verdict);
        return (proof && page) || status == VIOLATION ? status : BAD_INPUT;
    }

    private Budget budget() {
        return new Budget(states, timeout(), memory);
    }

    private @Nullable Duration timeout() {
        return timeoutSeconds == null
                ? null
                : Duration.ofSeconds(Math.min(timeoutSeconds, Integer.MAX_VALUE));
    }

    private int askKnossos(Path file, Recording recording, PrintWriter out) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Knossos knossos = checkers.knossos();
            long start = System.nanoTime();
            Verdict verdict =
                    knossos.check(
                            recording.history(),
                            recording.model(),
                            Objects.requireNonNullElse(timeout(), KNOSSOS_TIME));
            long nanos = System.nanoTime() - start;
            return report("Knossos: " + file, recording, verdict, nanos, out);
        } catch (KnossosUnavailableException unavailable) {
            err.println(unavailable.getMessage());
            err.flush();
            return BAD_INPUT;
        }
    }

    private int report(
            String name, Recording recording, Verdict verdict, long nanos, PrintWriter out) {
        int count = recording.history().operations().size();
        long micros = nanos / 1000;
        out.printf(
                "%s: %s (%s, %d operations, %.1f ms)%n",
                name, word(verdict), source.modelUsed(), count, micros / 1000.0);
        return switch (verdict) {
            case Verdict.Linearizable _ -> LINEARIZABLE;
            case Verdict.Unknown(String why) -> {
                out.println("  " + OperationText.printable(why));
                yield UNKNOWN;
            }
            case Verdict.Violation violation -> {
                out.println("  " + OperationText.printable(violation.explanation()));
                show(violation, out);
                yield VIOLATION;
            }
        };
    }

    /** Whether it could be written, if it was asked for and there is one. */
    private boolean writeProof(@Nullable Certificate proof) {
        return certificate == null
                || proof == null
                || OutputFile.write(
                        certificate,
                        to -> CertificateText.write(proof, to),
                        spec.commandLine().getErr());
    }

    /** Whether it could be written, if it was asked for. */
    private boolean writePage(Path file, Recording recording, Budget budget, Verdict verdict) {
        return html == null
                || OutputFile.write(
                        html,
                        to ->
                                to.write(
                                        new HtmlReport(
                                                        file.toString(),
                                                        command(),
                                                        recording.history(),
                                                        recording.model(),
                                                        budget,
                                                        verdict)
                                                .page()),
                        spec.commandLine().getErr());
    }

    /** What was typed to get here, ready to be pasted into a shell. */
    private String command() {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        return arguments.stream()
                .map(each -> each.matches("[\\w./:=,+-]+") ? each : quoted(each))
                .collect(Collectors.joining(" ", "java -jar clew-check.jar ", ""));
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }

    private static void show(Verdict.Violation violation, PrintWriter out) {
        List<Operation> operations = violation.minimal().operations();
        if (operations.size() > SHOWN_MAX) {
            return;
        }
        out.println("  These operations alone cannot be put in order:");
        for (Operation each : operations) {
            out.println("    " + OperationText.printable(OperationText.of(each)));
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
