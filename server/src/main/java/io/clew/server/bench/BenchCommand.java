package io.clew.server.bench;

import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.report.Report;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Measures how fast servers answer, running ones or some that it starts itself. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Loads servers over HTTP and measures how fast they answer.",
            "Every client sends its next request when the last one is answered, each to the leader"
                    + " of its key's shard; redirects are followed and remembered. Without --url"
                    + " it starts servers of its own in temporary folders."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:no operation succeeded, or a server did not start",
            "2:wrong arguments"
        })
public final class BenchCommand implements Callable<Integer> {
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

    @Mixin private ShardOptions shards = new ShardOptions();

    @Mixin private LoadOptions load = new LoadOptions();

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
            names = "--read-share",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "of reads among all operations, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double readShare;

    @Option(
            names = "--stale",
            description =
                    "reads may be answered from what a node has; with nothing but reads, they are"
                            + " spread over all nodes")
    private boolean stale;

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

    @ArgGroup(exclusive = true)
    private Modes modes = new Modes();

    /** What to do instead of one measurement. */
    static final class Modes {
        @Option(
                names = "--vs-etcd",
                description =
                        "compare three nodes with three members of the etcd that is installed")
        private boolean versusEtcd;

        @Option(
                names = "--failover",
                paramLabel = "N",
                description =
                        "kill the leader of three nodes N times under load, and measure how long"
                                + " no write is acknowledged")
        private @Nullable Integer failovers;

        @Option(
                names = "--growth",
                description =
                        "what operations on one node cost as keys, values and connections grow")
        private boolean growth;

        @Option(
                names = "--startup",
                description =
                        "how long starts and restarts take, and what nodes cost that are idle")
        private boolean startup;

        boolean none() {
            return !versusEtcd && failovers == null && !growth && !startup;
        }
    }

    @Option(names = "--quick", description = "with --growth and --startup: stop at smaller sizes")
    private boolean quick;

    @Mixin private VersusOptions versus = new VersusOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE.html",
            description = "also write tables and charts as a page that needs nothing else")
    private @Nullable Path page;

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
        try (var folder = TemporaryFolder.in(load.folder)) {
            if (modes.versusEtcd) {
                return versus.run(load, folder.path(), page, spec);
            }
            var rare = new RareEvents(load, folder.path(), page, spec);
            if (modes.failovers != null) {
                return rare.failover(modes.failovers);
            }
            if (modes.growth) {
                return rare.growth(quick);
            }
            if (modes.startup) {
                return rare.startup(quick);
            }
            return measure(folder.path(), spec.commandLine().getOut());
        } catch (StartFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private void check() {
        @Nullable String complaint = load.complaint();
        require(complaint == null, String.valueOf(complaint));
        @Nullable String ofShards = shards.complaint();
        require(ofShards == null, String.valueOf(ofShards));
        require(versus.runs >= 1, "--runs must be at least 1");
        require(
                !shards.given() || (urls.isEmpty() && modes.none()),
                "--shards is for nodes that are started for a plain load");
        require(
                !shards.several() || (history == null && !floor),
                "--history and --floor go with one number of --shards");
        require(rate >= 0, "--rate must not be negative");
        require(readShare >= 0 && readShare <= 1, "--read-share must be from 0 to 1");
        require(modes.failovers == null || modes.failovers >= 1, "--failover must be at least 1");
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

    private int measure(Path folder, PrintWriter out)
            throws IOException, InterruptedException, StartFailure {
        var workload =
                new Workload(
                        load.connections,
                        rate,
                        load.valueSize,
                        readShare,
                        stale,
                        load.keys,
                        Workload.KEY_PREFIX,
                        seed);
        if (shards.several()) {
            return shards.compare(workload, load, nodes, versus.runs, folder, page, spec);
        }
        var report = new Report();
        boolean measured =
                new PlainLoad(workload, load, urls, nodes, shards, folder)
                        .measure(report, history, floor);
        out.print(report);
        out.flush();
        return measured ? 0 : 1;
    }
}
