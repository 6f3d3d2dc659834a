package io.clew.server.bench.life;

import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.FreePorts;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.LocalProcess;
import io.clew.server.bench.local.ProcessMemory;
import io.clew.server.bench.local.RawProbe;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.report.Report;
import io.clew.server.bench.report.TextTable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How long nodes take to start, on nothing and on much, and what they cost while nobody asks.
 *
 * @param keys in the data of a restart
 * @param valueBytes of each of them
 * @param folder takes data and logs
 * @param progress is told what is being done
 */
public record Startup(int keys, int valueBytes, Path folder, Consumer<String> progress) {
    private static final int STARTS = 10;
    private static final int AT_ONCE = 5;
    private static final int SHARDED = 3;
    private static final int CLIENTS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final String HEALTH = "/health";

    /** Measures all, and tells it in a table. */
    public TextTable measure() throws IOException, InterruptedException, StartFailure {
        var table = new TextTable(List.of("starts and idleness", "median", "worst"));
        progress.accept("starts on an empty folder");
        var alone = new ArrayList<Double>();
        for (int i = 0; i < STARTS; i++) {
            alone.add(together(1));
        }
        row(table, "to /health on an empty folder, of " + STARTS, alone);
        progress.accept("five starts at once");
        row(table, "five at once, until the last is up", List.of(together(AT_ONCE)));
        restarts(table);
        idle(table);
        return table;
    }

    private static void row(TextTable table, String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
        String worst = sorted.size() == 1 ? "" : Report.fixed(sorted.getLast(), 0) + " ms";
        table.row(List.of(what, Report.fixed(median, 0) + " ms", worst));
    }

    /** Milliseconds from the first start until all that started at once are up. */
    private double together(int count) throws IOException, InterruptedException, StartFailure {
        Path own = Files.createTempDirectory(folder, "start-");
        List<Integer> ports = FreePorts.find(count);
        String peers = ports.stream().map(p -> ":" + p).collect(Collectors.joining(","));
        var processes = new ArrayList<LocalProcess>();
        long begin = System.nanoTime();
        try {
            for (int port : ports) {
                var flags = count == 1 ? List.<String>of() : List.of("--peers=" + peers);
                processes.add(start(port, own, flags));
            }
            for (int i = 0; i < count; i++) {
                RawProbe.await(processes.get(i), ports.get(i), HEALTH, PATIENCE);
            }
            return (System.nanoTime() - begin) / 1e6;
        } finally {
            processes.forEach(LocalProcess::close);
        }
    }

    private static LocalProcess start(int port, Path folder, List<String> flags)
            throws IOException {
        var arguments = new ArrayList<>(List.of("--port", Integer.toString(port)));
        arguments.add("--working-dir");
        arguments.add(folder.resolve("node-" + port).toString());
        arguments.addAll(flags);
        return LocalProcess.jvm(
                LocalNodes.SERVER, arguments, folder.resolve(port + ".log"), List.of());
    }

    private void restarts(TextTable table) throws IOException, InterruptedException, StartFailure {
        progress.accept("writing " + keys + " keys");
        Path own = Files.createTempDirectory(folder, "restart-");
        int port = FreePorts.find(1).getFirst();
        LocalProcess node = start(port, own, List.of());
        try {
            RawProbe.await(node, port, HEALTH, PATIENCE);
            fill(port);
            String what = "restart with " + keys + " keys of " + valueBytes + " B, until a read";
            progress.accept("restarts");
            node.kill();
            long begin = System.nanoTime();
            node = start(port, own, List.of());
            RawProbe.await(node, port, lastKey(), PATIENCE);
            row(table, what + ", after kill -9", List.of((System.nanoTime() - begin) / 1e6));
            node.close();
            begin = System.nanoTime();
            node = start(port, own, List.of());
            RawProbe.await(node, port, lastKey(), PATIENCE);
            row(table, what + ", after SIGTERM", List.of((System.nanoTime() - begin) / 1e6));
        } finally {
            node.close();
        }
    }

    private String lastKey() {
        return String.format("/kv/%s%012d", Workload.KEY_PREFIX, keys - 1);
    }

    private void fill(int port) throws InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var workload = Workload.closedLoop(CLIENTS, valueBytes, 1, keys);
        var clients = new HttpClients(workload, Destination.leaderOf(List.of(address)), null);
        try (var generator = new LoadGenerator(clients)) {
            generator.fill();
        }
    }

    private void idle(TextTable table) throws IOException, InterruptedException, StartFailure {
        progress.accept("idleness of three nodes with 16 shards");
        Path own = Files.createTempDirectory(folder, "idle-");
        var flags = List.of("--shards", "16");
        try (var nodes = LocalNodes.cluster(SHARDED, own, flags, List.of())) {
            Thread.sleep(SETTLING);
            var before = nodes.processes().stream().map(LocalProcess::cpu).toList();
            Thread.sleep(IDLE);
            for (int i = 0; i < SHARDED; i++) {
                LocalProcess process = nodes.processes().get(i);
                double share =
                        (double) process.cpu().minus(before.get(i)).toNanos() / IDLE.toNanos();
                String name = "node " + (i + 1) + " of 3 with 16 shards, idle";
                table.row(List.of(name + ": of a processor", percent(share), ""));
                long resident = ProcessMemory.resident(process).orElse(0);
                table.row(List.of(name + ": memory", (resident >> 20) + " MiB", ""));
            }
        }
    }

    private static String percent(double share) {
        return Report.fixed(share * 100, 2) + " %";
    }
}
