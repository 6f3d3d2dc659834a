package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Real clusters of many shards, whose replicas move under load. */
class ShardsIT {
    private static final long SEED = 16;
    private static final int SHARDS = 16;
    private static final int FACTOR = 3;
    private static final int CLIENTS = 6;
    private static final int KEYS = 64;
    private static final int SOME_WRITES = 100;

    @TempDir Path folder;

    private final List<Integer> known = new CopyOnWriteArrayList<>();

    @Test
    void shardsMoveToNodesThatJoinAndAwayFromOneThatIsDrainedWhileAnotherIsKilled()
            throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS)) {
            known.addAll(cluster.ports());
            awaitEven(cluster, cluster.all());
            var load = RecordedLoad.start(known, CLIENTS, SEED, KEYS);
            load.awaitMore(SOME_WRITES);
            grow(cluster, load);
            assertEquals(Map.of(), load.report().unexpected());
            drainOneAndKillAnother(cluster, load);
            var history = load.finish();
            System.out.println("clients saw " + load.report());
            Verdict verdict = Checker.check(history, Model.keyValue(), Budget.states(50_000_000));
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
            assertEquals(Map.of(), load.report().unexpectedBesideKills());
        }
    }

    private void grow(LocalCluster cluster, RecordedLoad load) throws Exception {
        ShardCounts before = counts(cluster, 0);
        long from = System.nanoTime();
        for (int n = 0; n < 2; n++) {
            int i = cluster.add("--join=" + cluster.address(0) + "," + cluster.address(1));
            cluster.node(i).awaitReady();
            known.add(cluster.ports().get(i));
        }
        awaitEven(cluster, cluster.all());
        say("3 nodes become 5", before, counts(cluster, 0), from, load);
        load.awaitMore(SOME_WRITES);
    }

    /** The one that is killed leads shard 0, so that another has to go on with the moves. */
    private void drainOneAndKillAnother(LocalCluster cluster, RecordedLoad load) throws Exception {
        ShardCounts before = counts(cluster, 0);
        long from = System.nanoTime();
        int killed = cluster.awaitLeader(cluster.all());
        int drained = cluster.allBut(killed).getFirst();
        int other = cluster.allBut(killed).getLast();
        String order = "{\"node\": \"" + cluster.address(drained) + "\"}";
        assertEquals(200, cluster.node(other).status("POST", "/cluster/drain", order));
        LocalCluster.await("a move", () -> counts(cluster, other).moves() > 0);
        cluster.node(killed).kill();
        load.awaitMore(SOME_WRITES);
        cluster.start(killed);
        cluster.node(killed).awaitReady();
        List<Integer> rest = cluster.allBut(drained);
        awaitEven(cluster, rest);
        say("one of 5 is drained, another killed", before, counts(cluster, other), from, load);
        known.removeAll(List.of(cluster.ports().get(drained)));
        assertEquals(0, counts(cluster, other).replicas().get(cluster.address(drained)));
        String removal = "{\"remove\": [\"" + cluster.address(drained) + "\"]}";
        LocalCluster.await(
                "the drained node to be let go",
                () -> cluster.node(other).status("POST", "/cluster/members", removal) == 200);
        cluster.awaitVoters(rest);
        cluster.node(drained).terminate();
        assertEquals(0, cluster.node(drained).exitStatus());
        load.awaitMore(SOME_WRITES);
    }

    private static void say(
            String what, ShardCounts before, ShardCounts after, long from, RecordedLoad load) {
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        System.out.printf(
                "%s: %s before, %s after, even in %d ms, no key paused for more than %d ms%n",
                what, before, after, took, load.longestPauseMillis(from));
    }

    private static ShardCounts counts(LocalCluster cluster, int i)
            throws IOException, InterruptedException {
        return ShardCounts.of(cluster.node(i).send("GET", "/cluster/shards", "").body(), FACTOR);
    }

    private static void awaitEven(LocalCluster cluster, List<Integer> nodes) throws Exception {
        List<String> addresses = nodes.stream().map(cluster::address).toList();
        try {
            LocalCluster.await(
                    "even shares",
                    () -> {
                        for (int i : nodes) {
                            if (!counts(cluster, i).even(addresses)) {
                                return false;
                            }
                        }
                        return true;
                    });
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + ", in vain: " + counts(cluster, nodes.getLast()), e);
        }
    }

    /** Leadership of a shard may be on its way to whom it belongs: that is told with a 503. */
    private static int done(LocalCluster cluster, int i, String method, String path, String body)
            throws Exception {
        int[] status = {503};
        LocalCluster.await(
                "an answer to " + method + " " + path,
                () -> {
                    status[0] = cluster.node(i).status(method, path, body);
                    return status[0] != 503;
                });
        return status[0];
    }

    @Test
    void aRestartKeepsAllShardsAndAClearReachesThem() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS)) {
            awaitEven(cluster, cluster.all());
            List<String> keys = keysOfAllShards();
            for (String key : keys) {
                assertEquals(200, done(cluster, 0, "PUT", "/kv/" + key, "value of " + key));
            }
            for (int i : cluster.all()) {
                cluster.node(i).terminate();
            }
            for (int i : cluster.all()) {
                assertEquals(0, cluster.node(i).exitStatus());
            }
            refuseAnotherNumber(cluster, 0);
            for (int i : cluster.all()) {
                cluster.start(i);
            }
            awaitEven(cluster, cluster.all());
            assertEquals(SHARDS, counts(cluster, 2).shards());
            for (String key : keys) {
                assertEquals("value of " + key, get(cluster, 2, key));
            }
            int follower = cluster.allBut(cluster.awaitLeader(cluster.all())).getFirst();
            assertEquals(200, done(cluster, follower, "DELETE", "/clear", ""));
            for (String key : keys) {
                assertEquals("key not found\n", get(cluster, 1, key));
            }
        }
    }

    @Test
    void aDamagedNodeKeepsWhatWasSetAsideUntilAllItsReplicasAreMadeAnew() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS)) {
            awaitEven(cluster, cluster.all());
            var load = RecordedLoad.start(cluster.ports(), CLIENTS, SEED, KEYS);
            load.awaitMore(3 * SOME_WRITES);
            cluster.node(1).kill();
            RebuildIT.flipSyncedBytes(folder.resolve("node1").resolve("data"));
            cluster.start(1);
            LocalCluster.await(
                    "the node to be rebuilt",
                    () -> cluster.node(1).output().contains("what was set aside is deleted"));
            String until = cluster.node(1).output().split("what was set aside is deleted", -1)[0];
            assertEquals(SHARDS - 1, until.split("takes in replica", -1).length - 1, until);
            load.awaitMore(SOME_WRITES);
            Verdict verdict =
                    Checker.check(load.finish(), Model.keyValue(), Budget.states(50_000_000));
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
        }
    }

    /** A node whose folder has another number says so and ends. */
    private static void refuseAnotherNumber(LocalCluster cluster, int i) throws Exception {
        var own = cluster.arguments(i);
        var other = new ArrayList<>(own);
        other.removeIf(each -> each.startsWith("--shards"));
        other.add("--shards=8");
        cluster.arguments(i, other.toArray(String[]::new));
        cluster.start(i);
        assertEquals(1, cluster.node(i).exitStatus());
        String errors = cluster.node(i).errors();
        assertTrue(errors.contains("was created with --shards 16 and not 8"), errors);
        cluster.arguments(i, own.toArray(String[]::new));
    }

    private static String get(LocalCluster cluster, int i, String key) throws Exception {
        String[] body = {""};
        LocalCluster.await(
                "an answer for " + key,
                () -> {
                    var answer = cluster.node(i).send("GET", "/kv/" + key, "");
                    body[0] = answer.body();
                    return answer.statusCode() != 503;
                });
        return body[0];
    }

    private static List<String> keysOfAllShards() {
        var keys = new ArrayList<String>();
        var shards = new TreeSet<Integer>();
        for (int n = 0; shards.size() < SHARDS; n++) {
            keys.add("key" + n);
            shards.add(Slots.shardOf(Bytes.utf8("key" + n), SHARDS));
        }
        return keys;
    }
}
