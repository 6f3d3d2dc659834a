package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;
import io.clew.transport.client.ClewClient;
import io.clew.transport.client.ClientConfig;
import io.clew.transport.client.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The client against real nodes, of which leaders are killed in the middle of its calls. */
class ClientIT {
    private static final long SEED = 61;
    private static final int SHARDS = 4;
    private static final int THREADS = 8;
    private static final int KEYS = 32;
    private static final int SOME_WRITES = 150;

    /** Much longer than any leader is missed: what fails within it was not tried again. */
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir Path folder;

    private static ClewClient client(LocalCluster cluster) {
        String[] nodes = cluster.all().stream().map(cluster::address).toArray(String[]::new);
        return new ClewClient(ClientConfig.of(nodes).times(LONG, Duration.ofSeconds(2)));
    }

    @Test
    void noCallFailsWhenLeadersAreKilledAndEachWriteIsAppliedOnce() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS);
                ClewClient client = client(cluster)) {
            var load = ClientLoad.start(client, THREADS, KEYS, SEED);
            load.awaitMore(SOME_WRITES);
            cluster.killLeaders(2, () -> load.awaitMore(SOME_WRITES));
            int stopped = cluster.awaitLeader(cluster.all());
            cluster.node(stopped).terminate();
            assertEquals(0, cluster.node(stopped).exitStatus());
            load.awaitMore(SOME_WRITES);
            Verdict verdict =
                    Checker.check(load.finish(), Model.keyValue(), Budget.states(50_000_000));
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
            assertEquals(List.of(), load.failures());
        }
    }

    @Test
    void aClearReachesAllShardsAndWhatIsTooLargeIsRefused() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS, "--value-limit=64k");
                ClewClient client = client(cluster)) {
            for (int k = 0; k < KEYS; k++) {
                assertInstanceOf(Result.Done.class, client.put("k" + k, Bytes.utf8("v")).join());
            }
            assertInstanceOf(Result.Done.class, client.clear().join());
            for (int k = 0; k < KEYS; k++) {
                assertEquals(new Result.Missing(), client.get("k" + k).join());
            }
            Bytes large = Bytes.of(new byte[(64 << 10) + 1]);
            var refused = (Result.Failed) client.put("k", large).join();
            assertEquals(Result.Cause.REFUSED, refused.cause());
            Bytes largest = Bytes.utf8("x".repeat(64 << 10));
            assertInstanceOf(Result.Done.class, client.put("k", largest).join());
            assertEquals(largest, ((Result.Value) client.get("k").join()).value());
        }
    }
}
