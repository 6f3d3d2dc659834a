package io.clew.server.bench.compare;

import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.StartFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the same load on clusters with different numbers of shards in turn, each alone on the
 * machine. Each run starts new nodes on empty folders; who is first changes from run to run.
 *
 * @param counts of shards
 * @param folder takes data and logs
 * @param flags further ones for the nodes
 * @param progress is told what is being done
 */
public record VersusShards(
        List<Integer> counts,
        int runs,
        Workload workload,
        int nodes,
        Duration warmup,
        Duration duration,
        Path folder,
        List<String> flags,
        Consumer<String> progress) {
    /** Runs all. */
    public ShardCounts measure() throws IOException, InterruptedException, StartFailure {
        var found = new ShardCounts(counts);
        for (int run = 1; run <= runs; run++) {
            for (int count : run % 2 == 1 ? counts : counts.reversed()) {
                progress.accept("run " + run + " of " + runs + ": " + ShardCounts.title(count));
                found.add(count, figures(count));
            }
        }
        return found;
    }

    private Figures figures(int count) throws IOException, InterruptedException, StartFailure {
        Path own = Files.createTempDirectory(folder, "shards-");
        try (var cluster = LocalNodes.cluster(nodes, own, withShards(flags, count))) {
            var destination = Destination.of(workload, cluster.addresses());
            return new Measuring(warmup, duration, cluster::cpu)
                    .figures(new HttpClients(workload, destination, null));
        }
    }

    /** Flags of nodes, and that their cluster has so many shards. */
    public static List<String> withShards(List<String> flags, int count) {
        var all = new ArrayList<>(List.of("--shards", Integer.toString(count)));
        all.addAll(flags);
        return List.copyOf(all);
    }
}
