package io.clew.server.bench;

import io.clew.server.bench.compare.ShardCounts;
import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HistoryFile;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Measurement;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.local.SyncProbe;
import io.clew.server.bench.report.Report;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One workload on one set of servers, beside what the machine could do at best if that is wanted.
 *
 * @param urls of servers that run already; if there are none, servers are started
 */
record PlainLoad(
        Workload workload,
        LoadOptions options,
        List<URI> urls,
        int nodes,
        ShardOptions shards,
        Path folder) {
    private static final int FLOOR_LOOPS = 2;
    private static final int WARMUP_SECONDS = 5;

    /**
     * @param history takes a record of every operation, null for none
     * @return whether any operation succeeded
     */
    boolean measure(Report report, @Nullable Path history, boolean floor)
            throws IOException, InterruptedException, StartFailure {
        Measurement first;
        try (HistoryFile record = history == null ? null : new HistoryFile(history)) {
            first = measureServers(report, record);
        }
        if (floor) {
            try (var bare = LocalNodes.floor(FLOOR_LOOPS, options.valueSize, folder)) {
                Measurement bound = load(report, "bare HTTP", bare.addresses(), bare, null);
                report.remark(share(first, bound));
            }
            report.remark(syncs(folder));
        }
        return first.tally().all().getTotalCount() > 0;
    }

    private Measurement measureServers(Report report, @Nullable HistoryFile record)
            throws IOException, InterruptedException, StartFailure {
        if (urls.isEmpty()) {
            List<String> flags = shards.flags(options.serverFlags);
            try (var servers = LocalNodes.cluster(nodes, folder, flags)) {
                return load(
                        report,
                        nodes == 1 ? "1 node" : nodes + " nodes",
                        servers.addresses(),
                        servers,
                        record);
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
        var cpu = new Duration[] {Duration.ZERO, Duration.ZERO};
        var destination = Destination.of(workload, addresses);
        String title =
                destination.shards() == 1
                        ? name
                        : name + ", " + ShardCounts.title(destination.shards());
        try (var generator = new LoadGenerator(new HttpClients(workload, destination, record))) {
            Measurement measured =
                    generator.run(
                            options.warmup(WARMUP_SECONDS),
                            options.duration(),
                            () -> cpu[0] = cpu(servers),
                            () -> cpu[1] = cpu(servers));
            report.add(title, measured, servers == null ? null : cpu[1].minus(cpu[0]));
            return measured;
        }
    }

    private static Duration cpu(@Nullable LocalNodes servers) {
        return servers == null ? Duration.ZERO : servers.cpu();
    }

    private static String share(Measurement measured, Measurement bound) {
        double share = measured.perSecond() / bound.perSecond();
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
}
