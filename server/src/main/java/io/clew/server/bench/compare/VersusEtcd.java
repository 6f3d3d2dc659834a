package io.clew.server.bench.compare;

import io.clew.linearizability.Decision;
import io.clew.server.bench.etcd.EtcdClients;
import io.clew.server.bench.etcd.EtcdServers;
import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.StartFailure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Loads three nodes of Clew and three members of etcd in turn, each alone on the machine, with the
 * same closed loops.
 *
 * <p>Each run starts new servers on empty folders and warms them up once; who is first changes from
 * run to run. Both are asked at the leader for writes and linearizable reads, and at all three for
 * stale reads. A client of Clew has a connection of its own, as HTTP/1.1 wants it without
 * pipelining; clients of etcd share connections over HTTP/2, as those of its own tool do.
 *
 * @param folder takes data, logs and histories
 * @param flags further ones for the nodes of Clew
 * @param progress is told what is being done
 */
public record VersusEtcd(
        List<Row> rows,
        int runs,
        int valueBytes,
        int keys,
        int clientsOfConnection,
        Duration warmup,
        Duration duration,
        Path program,
        Path folder,
        List<String> flags,
        Consumer<String> progress) {
    private static final int NODES = 3;

    /** Between two rows, so that the first moments of a load do not count. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final int WARMUP_CLIENTS = 64;

    /** Runs all, and judges a recorded run of each row that the checker can judge. */
    public Comparison measure() throws IOException, InterruptedException, StartFailure {
        var comparison = new Comparison(rows);
        for (int run = 1; run <= runs; run++) {
            var order = new ArrayList<>(List.of(Comparison.Side.values()));
            for (var side : run % 2 == 1 ? order : order.reversed()) {
                progress.accept("run " + run + " of " + runs + ": " + side.title());
                switch (side) {
                    case CLEW -> measureClew(comparison, run);
                    case ETCD -> measureEtcd(comparison);
                }
            }
        }
        return comparison;
    }

    private void measureClew(Comparison comparison, int run)
            throws IOException, InterruptedException, StartFailure {
        Path own = Files.createTempDirectory(folder, "clew-");
        try (var nodes = LocalNodes.cluster(NODES, own, flags)) {
            var clews = new Loaded(nodes::cpu, workload -> clients(workload, nodes.addresses()));
            clews.warmUp();
            for (Row row : rows) {
                comparison.add(row, Comparison.Side.CLEW, clews.figures(row));
            }
            if (run == 1) {
                judge(comparison, nodes.addresses());
            }
        }
    }

    private static LoadGenerator.Clients clients(Workload workload, List<InetSocketAddress> servers)
            throws InterruptedException {
        return new HttpClients(workload, Destination.of(workload, servers), null);
    }

    private void measureEtcd(Comparison comparison)
            throws IOException, InterruptedException, StartFailure {
        Path own = Files.createTempDirectory(folder, "etcd-");
        try (var members = EtcdServers.start(program, NODES, own)) {
            InetSocketAddress leader = members.leader();
            var etcds =
                    new Loaded(
                            members::cpu,
                            workload ->
                                    new EtcdClients(
                                            workload,
                                            leader,
                                            members.addresses(),
                                            clientsOfConnection));
            etcds.warmUp();
            for (Row row : rows) {
                comparison.add(row, Comparison.Side.ETCD, etcds.figures(row));
            }
        }
    }

    private void judge(Comparison comparison, List<InetSocketAddress> servers)
            throws IOException, InterruptedException {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.linearizable()) {
                progress.accept("recording and checking: " + row.title());
                Path history = folder.resolve("clew-bench-" + row.name() + ".jsonl");
                Decision decision =
                        RecordedRun.judge(row, String.format("h%02d-", i % 100), servers, history);
                comparison.judged(row, decision.toString());
                if (decision != Decision.LINEARIZABLE) {
                    Path kept = Path.of("").toAbsolutePath().resolve(history.getFileName());
                    Files.move(history, kept, StandardCopyOption.REPLACE_EXISTING);
                    comparison.judged(row, decision + ", see " + kept);
                } else {
                    Files.delete(history);
                }
            }
        }
    }

    private interface ClientsOf {
        LoadGenerator.Clients of(Workload workload) throws InterruptedException;
    }

    /** Servers of one system that are up. */
    private final class Loaded {
        private final Supplier<Duration> servers;
        private final ClientsOf clients;

        Loaded(Supplier<Duration> servers, ClientsOf clients) {
            this.servers = servers;
            this.clients = clients;
        }

        /** Reads and writes alike, long enough for compilers, caches and files to settle. */
        void warmUp() throws InterruptedException {
            var mixed = Workload.closedLoop(WARMUP_CLIENTS, valueBytes, 0.5, keys);
            try (var generator = new LoadGenerator(clients.of(mixed))) {
                generator.run(Duration.ZERO, warmup, () -> {}, () -> {});
            }
        }

        Figures figures(Row row) throws InterruptedException {
            return new Measuring(SETTLING, duration, servers)
                    .figures(clients.of(row.workload(valueBytes, keys)));
        }
    }
}
