package io.clew.server.bench.local;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A program that the benchmark has started, and ends by its process id. */
public final class LocalProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 6;
    private static final int LAST_LINES = 5;

    /** What would make another server of it, in another cluster perhaps. */
    public static final Set<String> SERVER_VARIABLES =
            Set.of("ADDR", "CLEW_BIND", "PEERS", "JOIN", "DATA_DIR", "CLEW_FAULT_INJECTION");

    private final Process process;
    private final Path output;

    /** A benchmark that a signal ends leaves nothing running. */
    private final Thread hook;

    private LocalProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * A program of this jar in a JVM of its own, with the options of this one.
     *
     * @param output takes what it prints
     * @param options for its JVM, which win over those of this one
     */
    public static LocalProcess jvm(
            String mainClass, List<String> arguments, Path output, List<String> options)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-agentlib") && !option.startsWith("-javaagent")) {
                command.add(option);
            }
        }
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
        return start(command, output);
    }

    /**
     * Any program, without the variables of the environment that would configure a server.
     *
     * @param output takes what it prints
     */
    public static LocalProcess start(List<String> command, Path output) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> SERVER_VARIABLES.contains(name) || name.startsWith("ETCD_"));
        return new LocalProcess(builder.start(), output);
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Processor time it has used, zero if the system does not tell. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The last few lines that it has printed, each indented. */
    public String lastLines() throws IOException {
        var text = new StringBuilder();
        List<String> lines = Files.readAllLines(output);
        lines.stream()
                .skip(Math.max(0, lines.size() - LAST_LINES))
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    /** Waits until it has ended by itself. */
    public void await() throws InterruptedException {
        process.waitFor();
        release();
    }

    /** Ends it in the middle of whatever it does, as a crash would, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        release();
    }

    /** Asks it to stop, and makes it after a while. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        release();
    }

    private void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is about to end, and the hook has run or will.
        }
    }
}
