package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A real node that runs alone with several shards is taken into a cluster that has shards too. */
class JoinWithShardsIT {
    private static final int SHARDS = 4;
    private static final int KEYS = 16;

    @TempDir Path folder;

    @Test
    void aNodeWithAsManyShardsJoins() throws Exception {
        joins("--shards=" + SHARDS, "--shards=" + SHARDS);
    }

    @Test
    void aNodeWithMoreShardsJoins() throws Exception {
        joins("--shards=2", "--shards=8");
    }

    @Test
    void aNodeWithOneShardJoins() throws Exception {
        joins("--shards=2", "--shards=1");
    }

    /** As {@code POST /cluster/join} leaves it if the process dies before anything is given up. */
    @Test
    void aNodeThatIsStartedToJoinGivesItsShardsUp() throws Exception {
        try (var cluster = alone()) {
            int comer = cluster.add("--shards=8");
            cluster.node(comer).awaitReady();
            put(cluster, comer, "k");
            assertEquals(200, cluster.node(comer).status("DELETE", "/kv/k", ""));
            cluster.node(comer).kill();
            cluster.arguments(comer, "--join=" + cluster.address(0));
            cluster.start(comer);
            cluster.node(comer).awaitReady();
            assertIsMember(cluster, comer, "before");
        }
    }

    @Test
    void aNodeWithAKeyInAnyShardKeepsIt() throws Exception {
        try (var cluster = alone()) {
            int comer = cluster.add("--shards=" + SHARDS);
            cluster.node(comer).awaitReady();
            String key =
                    IntStream.iterate(0, i -> i + 1)
                            .mapToObj(i -> "k" + i)
                            .filter(k -> Slots.shardOf(Bytes.utf8(k), SHARDS) == SHARDS - 1)
                            .findFirst()
                            .orElseThrow();
            put(cluster, comer, key);
            String order = "{\"leader\": \"" + cluster.address(0) + "\"}";
            var answer = cluster.node(comer).send("POST", "/cluster/join", order);
            assertEquals("409 this node holds keys\n", answer.statusCode() + " " + answer.body());
            assertEquals("1", get(cluster, comer, key));
        }
    }

    /** The node that others are to join. */
    private LocalCluster alone() throws Exception {
        var cluster = new LocalCluster(folder, 1, "--shards=" + SHARDS);
        cluster.node(0).awaitReady();
        return cluster;
    }

    private void joins(String others, String own) throws Exception {
        try (var cluster = new LocalCluster(folder, 1, others)) {
            cluster.node(0).awaitReady();
            int comer = cluster.add(own);
            cluster.node(comer).awaitReady();
            put(cluster, 0, "before-joining");
            String order = "{\"leader\": \"" + cluster.address(0) + "\"}";
            // 503 while its shards are being founded.
            LocalCluster.await(
                    "the node to be taken in",
                    () -> cluster.node(comer).status("POST", "/cluster/join", order) == 200);
            assertIsMember(cluster, comer, "first");
            if (!own.equals(others)) {
                String told = cluster.node(comer).output();
                String what = own.replace('=', ' ') + " is ignored, and will be refused";
                assertTrue(told.contains(what), told);
            }
            cluster.node(comer).terminate();
            assertEquals(0, cluster.node(comer).exitStatus());
            cluster.arguments(comer, others); // It is refused with another number.
            cluster.start(comer);
            cluster.node(comer).awaitReady();
            assertIsMember(cluster, comer, "restarted");
            assertEquals("1", get(cluster, comer, "before-joining"));
        }
    }

    /** It votes, carries all shards, and what is written through either node is found by both. */
    private static void assertIsMember(LocalCluster cluster, int comer, String name)
            throws Exception {
        cluster.awaitVoters(List.of(0, comer));
        String where = cluster.address(comer);
        LocalCluster.await(
                "replicas on the node",
                () -> {
                    String json = cluster.node(comer).send("GET", "/cluster/shards", "").body();
                    ShardCounts counts = ShardCounts.of(json, 2);
                    return counts.whole()
                            && counts.moves() == 0
                            && counts.replicas().getOrDefault(where, 0) == counts.shards() - 1;
                });
        for (int i = 0; i < KEYS; i++) {
            put(cluster, i % 2 == 0 ? 0 : comer, name + i);
        }
        for (int i = 0; i < KEYS; i++) {
            for (int through : List.of(0, comer)) {
                assertEquals("1", get(cluster, through, name + i), name + i);
            }
        }
    }

    private static String get(LocalCluster cluster, int through, String key) throws Exception {
        return cluster.node(through).send("GET", "/kv/" + key, "").body();
    }

    private static void put(LocalCluster cluster, int through, String key) throws Exception {
        LocalCluster.await(
                key + " to be written",
                () -> cluster.node(through).status("PUT", "/kv/" + key, "1") == 200);
    }
}
