package io.clew.linearizability;

import io.clew.linearizability.bench.Bench;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The options that turn a check into a measurement. */
final class BenchOptions {
    @Option(
            names = "--bench",
            paramLabel = "DIR",
            description = {
                "measure the search on histories below DIR (.edn .json .jsonl .log .ndjson .txt);",
                "names and folders with -ok, -good or -bad tell the verdict that is expected,"
                        + " and the exit status is 1 if one is wrong"
            })
    private @Nullable Path folder;

    @Option(
            names = "--porcupine",
            paramLabel = "COMMAND",
            description = {
                "with --bench: another checker to measure beside. COMMAND is called with"
                        + " --format=json|edn|etcd, --failed-cas=ignore|observe and a file, and"
                        + " prints for each of some runs a line like 'linearizable 12.3': the"
                        + " verdict (or violation, or unknown) and the milliseconds of the search;"
                        + " nothing for a history that it does not know"
            })
    private @Nullable String peer;

    @Option(
            names = "--porcupine-timeout",
            paramLabel = "SECONDS",
            description = "how long that may take for a history (default ${DEFAULT-VALUE})")
    private int peerSeconds = 60;

    @Option(
            names = "--bench-millis",
            paramLabel = "MS",
            description =
                    "how long each history is searched to get warm, and as long again to measure"
                            + " (default ${DEFAULT-VALUE})")
    private int millis = 300;

    boolean isAsked() {
        return folder != null;
    }

    int run(HistorySource source, Budget budget, int threads, PrintWriter out, PrintWriter err) {
        Path from = folder;
        if (from == null) {
            throw new IllegalStateException("no bench was asked for");
        }
        var bench =
                new Bench(
                        from,
                        peer,
                        Duration.ofSeconds(peerSeconds),
                        budget,
                        threads,
                        Duration.ofMillis(millis),
                        out);
        try {
            boolean bad = false;
            List<Path> files = HistoryFiles.below(from);
            for (Path file : files) {
                source.read(file, new PrintWriter(Writer.nullWriter()), bench::warm);
            }
            bench.begin();
            for (Path file : files) {
                long start = System.nanoTime();
                int status =
                        source.read(
                                file,
                                err,
                                recording -> {
                                    bench.add(file, recording, (System.nanoTime() - start) / 1e6);
                                    return Main.LINEARIZABLE;
                                });
                bad |= status == Main.BAD_INPUT;
            }
            return !bench.end() ? Main.VIOLATION : bad ? Main.BAD_INPUT : Main.LINEARIZABLE;
        } catch (IOException cause) {
            err.println(from + ": cannot be read: " + cause.getMessage());
            err.flush();
            return Main.BAD_INPUT;
        }
    }
}
