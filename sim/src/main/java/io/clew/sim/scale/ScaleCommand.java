package io.clew.sim.scale;

import io.clew.sim.SimCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Shows how throughput grows with nodes where each has a processor and a disk of its own. */
@Command(
        name = "scale",
        description =
                "Loads clusters of growing size in modelled time, where each node has a processor"
                        + " and a disk of its own. Ends with 1 if throughput for each node falls"
                        + " below 0.8 of what it is in the smallest cluster.",
        mixinStandardHelpOptions = true)
public final class ScaleCommand extends SimCommand {
    private static final double LEAST = 0.8;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            split = ",",
            description = "sizes, ascending (default: ${DEFAULT-VALUE})",
            defaultValue = "3,6,12,24")
    private List<Integer> nodes = List.of();

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "shards of the cluster (default: ${DEFAULT-VALUE})",
            defaultValue = "96")
    private int shards;

    @Option(
            names = {"-c", "--clients"},
            paramLabel = "N",
            description = "clients for each node (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int clients;

    @Option(
            names = "--millis",
            paramLabel = "N",
            description = "modelled time that is measured (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int millis;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of all chance (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long seed;

    public ScaleCommand() {}

    @Override
    public Integer call() {
        for (int i = 1; i < nodes.size(); i++) {
            if (nodes.get(i) <= nodes.get(i - 1)) {
                throw usage("--nodes must ascend: throughput is compared with the first");
            }
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        out.println("nodes   writes/s   a node   linear    p50 ms    p99 ms  busiest  leaders");
        @Nullable Growth first = null;
        boolean falls = false;
        for (int count : nodes) {
            var growth =
                    Growth.of(Costs.MEASURED, count, shards, clients, millis * 1_000_000L, seed);
            first = first == null ? growth : first;
            falls |= growth.linearity(first) < LEAST;
            out.println(line(growth, first));
        }
        return falls ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static String line(Growth growth, Growth first) {
        int least = growth.led().stream().mapToInt(i -> i).min().orElse(0);
        int most = growth.led().stream().mapToInt(i -> i).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%5d %10.0f %8.0f %8.2f %9.2f %9.2f %7.0f%%  %d to %d",
                growth.nodes(),
                growth.perSecond(),
                growth.perSecond() / growth.nodes(),
                growth.linearity(first),
                growth.medianNanos() / 1e6,
                growth.worstNanos() / 1e6,
                growth.busiest() * 100,
                least,
                most);
    }
}
