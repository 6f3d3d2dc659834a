package io.clew.server.bench;

import io.clew.server.bench.LoadGenerator.Measurement;
import io.clew.server.bench.LocalNodes.StartFailure;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Measures how fast servers answer, running ones or some that it starts itself. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Loads servers over HTTP and measures how fast they answer.",
            "Every connection sends its next request when the last one is answered; redirects to"
                    + " the leader are followed and remembered. Without --url it starts servers"
                    + " of its own in temporary folders."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:no operation succeeded, or a server did not start",
            "2:wrong arguments"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String SERVER = "io.clew.server.Main";
    private static final int FLOOR_LOOPS = 2;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "a running server, such as http://127.0.0.1:8001; repeat it for more")
    private List<URI> urls = List.of();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "without --url: servers to start (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "64",
            description = "requests under way at any time (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "requests a second, whatever the servers do: latencies then count from when a"
                        + " request was due, so that no slow moment is left out;",
                "0 for as many as they answer (default: ${DEFAULT-VALUE})"
            })
    private double rate;

    @Option(
            names = "--value-size",
            paramLabel = "BYTES",
            defaultValue = "100",
            description = "of each value (default: ${DEFAULT-VALUE})")
    private int valueSize;

    @Option(
            names = "--read-share",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "of reads among all operations, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double readShare;

    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "10000",
            description = "different keys (default: ${DEFAULT-VALUE})")
    private int keys;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "measured (default: ${DEFAULT-VALUE})")
    private int duration;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "before anything is measured (default: ${DEFAULT-VALUE})")
    private int warmup;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the choice of operations (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--floor",
            description =
                    "also measure a bare HTTP server that stores nothing, and what a write and"
                            + " sync costs on the disk of the temporary folder")
    private boolean floor;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description =
                    "record every operation, from the first on, for ./run.sh check (give it servers"
                            + " without data, and values of 16 bytes at least)")
    private @Nullable Path history;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    /** Picocli puts the real one here. */
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Path folder = Files.createTempDirectory("clew-bench-");
        PrintWriter out = spec.commandLine().getOut();
        try {
            var report = new Report();
            boolean measured = measure(report, folder);
            out.print(report);
            out.flush();
            return measured ? 0 : 1;
        } catch (StartFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            delete(folder);
        }
    }

    private void check() {
        require(connections >= 1, "--connections must be at least 1");
        require(rate >= 0, "--rate must not be negative");
        require(valueSize >= 1, "--value-size must be at least 1: values are not empty");
        require(readShare >= 0 && readShare <= 1, "--read-share must be from 0 to 1");
        require(keys >= 1, "--keys must be at least 1");
        require(duration >= 1, "--duration must be at least 1");
        require(warmup >= 0, "--warmup must not be negative");
        require(nodes >= 1 && nodes <= 9, "--nodes must be from 1 to 9");
        for (URI url : urls) {
            require(
                    "http".equals(url.getScheme()) && url.getHost() != null,
                    "--url must be like http://127.0.0.1:8001, not " + url);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private boolean measure(Report report, Path folder)
            throws IOException, InterruptedException, StartFailure {
        Measurement first;
        try (HistoryFile record = history == null ? null : new HistoryFile(history)) {
            first = measureServers(report, folder, record);
        }
        if (floor) {
            try (var bare = LocalNodes.floor(FLOOR_LOOPS, valueSize, folder)) {
                Measurement bound = load(report, "bare HTTP", bare.addresses(), bare, null);
                report.remark(share(first, bound));
            }
            report.remark(syncs(folder));
        }
        return first.tally().all().getTotalCount() > 0;
    }

    private Measurement measureServers(Report report, Path folder, @Nullable HistoryFile record)
            throws IOException, InterruptedException, StartFailure {
        if (urls.isEmpty()) {
            try (var servers = LocalNodes.cluster(nodes, SERVER, folder)) {
                String name = nodes == 1 ? "1 node" : nodes + " nodes";
                return load(report, name, servers.addresses(), servers, record);
            }
        }
        List<InetSocketAddress> addresses = urls.stream().map(Destination::address).toList();
        return load(report, "servers", addresses, null, record);
    }

    private Measurement load(
            Report report,
            String name,
            List<InetSocketAddress> addresses,
            @Nullable LocalNodes servers,
            @Nullable HistoryFile record)
            throws InterruptedException {
        var workload =
                new Workload(
                        connections,
                        rate,
                        valueSize,
                        readShare,
                        keys,
                        seed,
                        Duration.ofSeconds(warmup),
                        Duration.ofSeconds(duration));
        var cpu = new Duration[] {Duration.ZERO, Duration.ZERO};
        try (var generator = new LoadGenerator(workload, new Destination(addresses), record)) {
            Measurement measured =
                    generator.run(() -> cpu[0] = cpu(servers), () -> cpu[1] = cpu(servers));
            report.add(name, measured, servers == null ? null : cpu[1].minus(cpu[0]));
            return measured;
        }
    }

    private static Duration cpu(@Nullable LocalNodes servers) {
        return servers == null ? Duration.ZERO : servers.cpu();
    }

    private static String share(Measurement measured, Measurement bound) {
        double share =
                measured.perSecond(measured.tally().all().getTotalCount())
                        / bound.perSecond(bound.tally().all().getTotalCount());
        return "share of the bare server's throughput: " + Report.fixed(share * 100, 1) + " %";
    }

    private static String syncs(Path folder) {
        Histogram latencies = SyncProbe.measure(folder.resolve("sync"));
        return "write and sync of 4 KiB: p50 "
                + Report.millis(latencies.getValueAtPercentile(50))
                + " ms, p99 "
                + Report.millis(latencies.getValueAtPercentile(99))
                + " ms, max "
                + Report.millis(latencies.getMaxValue())
                + " ms";
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
