package io.clew.server.bench.life;

import io.clew.server.bench.load.Destination;
import io.clew.server.bench.load.HttpClients;
import io.clew.server.bench.load.LoadGenerator;
import io.clew.server.bench.load.Workload;
import io.clew.server.bench.local.HttpProbe;
import io.clew.server.bench.local.LocalNodes;
import io.clew.server.bench.local.StartFailure;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonReader;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kills the leader of three nodes again and again, and measures each time how long no write is
 * acknowledged: from the last one before to the first one after.
 *
 * @param clients write without a pause, and try another node 20 ms after an error
 * @param folder takes data and logs
 * @param flags further ones for the nodes
 * @param progress is told what is being done
 */
public record Failover(
        int times,
        int clients,
        int valueBytes,
        int keys,
        Duration warmup,
        Path folder,
        List<String> flags,
        Consumer<String> progress) {
    private static final int NODES = 3;

    /** Watched after each kill, so that a second pause soon after the first counts as well. */
    private static final Duration WATCH = Duration.ofSeconds(3);

    private static final Duration GIVE_UP = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    /** The pauses in milliseconds, in the order of the kills. */
    public List<Double> measure() throws IOException, InterruptedException, StartFailure {
        var pauses = new ArrayList<Double>();
        try (var nodes = LocalNodes.cluster(NODES, folder, flags);
                var probe = new HttpProbe();
                var generator = new LoadGenerator(writers(nodes))) {
            generator.fill();
            Thread.sleep(warmup);
            for (int i = 1; i <= times; i++) {
                int leader = leader(nodes, probe);
                generator.reset();
                nodes.processes().get(leader).kill();
                Thread.sleep(WATCH);
                awaitWrites(generator);
                double pause = generator.longestPause() / 1e6;
                pauses.add(pause);
                progress.accept(String.format("kill %d of %d: %.0f ms", i, times, pause));
                nodes.restart(leader);
                nodes.await(nodes.url(leader) + "/health");
                leader(nodes, probe);
            }
        }
        return pauses;
    }

    private LoadGenerator.Clients writers(LocalNodes nodes) throws InterruptedException {
        return new HttpClients(
                Workload.closedLoop(clients, valueBytes, 0, keys),
                Destination.leaderOf(nodes.addresses()),
                null);
    }

    private void awaitWrites(LoadGenerator generator) throws InterruptedException, StartFailure {
        long end = System.nanoTime() + GIVE_UP.toNanos();
        long before = generator.successes();
        while (generator.successes() == before) {
            if (System.nanoTime() - end > 0) {
                throw new StartFailure("no write was acknowledged for " + GIVE_UP);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits until all nodes name the same leader: a node that is behind would spare the next. */
    private int leader(LocalNodes nodes, HttpProbe probe)
            throws InterruptedException, StartFailure {
        long end = System.nanoTime() + GIVE_UP.toNanos();
        while (System.nanoTime() - end < 0) {
            var named = new ArrayList<String>();
            for (int i = 0; i < NODES; i++) {
                named.add(leader(probe.body(nodes.url(i) + "/cluster/info")));
            }
            for (int i = 0; i < NODES; i++) {
                String address = nodes.url(i).substring("http://".length());
                if (named.stream().allMatch(address::equals)) {
                    return i;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new StartFailure("the nodes agree on no leader");
    }

    /** Whom an answer of /cluster/info names, empty if nobody. */
    static String leader(String info) {
        try {
            return JsonReader.read(info) instanceof Json.Obj object
                            && object.fields().get("leader") instanceof Json.Str text
                    ? text.value()
                    : "";
        } catch (JsonException e) {
            return "";
        }
    }
}
