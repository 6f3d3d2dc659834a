package io.clew.server.bench;

import io.clew.engine.placement.Placement;
import io.clew.server.bench.compare.ShardCounts;
import io.clew.server.bench.compare.VersusShards;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.report.Machine;
import io.clew.server.bench.report.Page;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

/** How many shards there are, and the comparison of several such numbers. */
final class ShardOptions {
    private static final int WARMUP_SECONDS = 15;

    @Option(
            names = "--shards",
            paramLabel = "N",
            split = ",",
            description = {
                "without --url: shards of the cluster that is started (default: 1);",
                "several, such as 1,4,16: the same load on a new cluster with each number in turn,"
                        + " --runs times, side by side"
            })
    private List<Integer> counts = List.of();

    /** Whether anything was said about them. */
    boolean given() {
        return !counts.isEmpty();
    }

    /** Whether different numbers are to be compared. */
    boolean several() {
        return counts.size() > 1;
    }

    /** What is wrong with them, null if nothing is. */
    @Nullable String complaint() {
        if (counts.stream().anyMatch(count -> count < 1 || count > Placement.SHARDS_MAX)) {
            return "--shards must be from 1 to " + Placement.SHARDS_MAX;
        }
        return new LinkedHashSet<>(counts).size() < counts.size()
                ? "--shards must be different numbers"
                : null;
    }

    /** Flags for the nodes of a single measurement, after which those of the user come. */
    List<String> flags(List<String> further) {
        return given() ? VersusShards.withShards(further, counts.getFirst()) : further;
    }

    /**
     * Compares all numbers.
     *
     * @param page takes tables and charts, null for none
     */
    int compare(
            Workload workload,
            LoadOptions load,
            int nodes,
            int runs,
            Path folder,
            @Nullable Path page,
            CommandSpec spec)
            throws IOException, InterruptedException, StartFailure {
        PrintWriter err = spec.commandLine().getErr();
        var found =
                new VersusShards(
                                counts,
                                runs,
                                workload,
                                nodes,
                                load.warmup(WARMUP_SECONDS),
                                load.duration(),
                                folder,
                                load.serverFlags,
                                progress -> {
                                    err.println(progress);
                                    err.flush();
                                })
                        .measure();
        print(found, about(workload, load, nodes), spec.commandLine().getOut(), page);
        return found.complete() ? 0 : 1;
    }

    private static List<String> about(Workload workload, LoadOptions load, int nodes) {
        return List.of(
                Machine.description(),
                (nodes == 1 ? "1 node, " : nodes + " nodes, ")
                        + workload.clients()
                        + " clients, "
                        + Math.round(workload.readShare() * 100)
                        + " % reads, values of "
                        + workload.valueBytes()
                        + " bytes, "
                        + workload.keys()
                        + " keys; "
                        + load.duration
                        + " s measured after a warm-up of "
                        + load.warmup(WARMUP_SECONDS).toSeconds()
                        + " s",
                "each client has a connection to each leader and one request under way at a time");
    }

    private static void print(
            ShardCounts found, List<String> about, PrintWriter out, @Nullable Path page)
            throws IOException {
        about.forEach(out::println);
        out.println();
        out.println(found.table());
        out.println(found.everyRun());
        out.flush();
        if (page != null) {
            var written = new Page("The same load on more shards");
            about.forEach(written::note);
            found.charts().forEach(written::chart);
            written.table(found.table()).table(found.everyRun()).write(page);
        }
    }
}
