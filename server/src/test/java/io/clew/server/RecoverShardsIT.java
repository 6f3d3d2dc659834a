package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is left of a cluster with several shards becomes one node that carries them all. */
class RecoverShardsIT {
    private static final int SHARDS = 4;
    private static final int FACTOR = 3;
    private static final int KEYS = 80;
    private static final Pattern SHARD =
            Pattern.compile("\"shard\": (\\d+), \"members\": \\[([^]]*)]");

    @TempDir Path folder;

    private NodeProcess recover(List<Integer> survivors, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("recover"));
        survivors.forEach(i -> all.add("--working-dir=node" + i + "/data"));
        all.addAll(List.of(arguments));
        return NodeProcess.run(folder, 0, Map.of(), all);
    }

    private NodeProcess startSaved() throws Exception {
        int port = NodeProcess.freePort();
        List<String> alone = List.of("--port", "" + port, "--working-dir", "saved");
        return NodeProcess.run(folder, port, Map.of(), alone).awaitReady();
    }

    private static int shard(int key) {
        return Slots.shardOf(Bytes.utf8("key" + key), SHARDS);
    }

    private static Map<Integer, List<String>> members(NodeProcess node)
            throws IOException, InterruptedException {
        var members = new TreeMap<Integer, List<String>>();
        Matcher shard = SHARD.matcher(node.send("GET", "/cluster/shards", "").body());
        while (shard.find()) {
            String all = shard.group(2).replace("\"", "");
            members.put(Integer.valueOf(shard.group(1)), List.of(all.split(", ", -1)));
        }
        return members;
    }

    private static void fill(LocalCluster cluster) throws Exception {
        LocalCluster.await(
                "all replicas",
                () -> {
                    String shards = cluster.node(0).send("GET", "/cluster/shards", "").body();
                    ShardCounts counts = ShardCounts.of(shards, FACTOR);
                    return counts.shards() == SHARDS && counts.whole() && counts.moves() == 0;
                });
        for (int i = 0; i < KEYS; i++) {
            String key = "/kv/key" + i;
            LocalCluster.await(key, () -> cluster.node(0).status("PUT", key, "value") == 200);
        }
    }

    @Test
    void oneSurvivorOfThreeHasEveryShard() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + SHARDS)) {
            fill(cluster);
            cluster.all().forEach(i -> cluster.node(i).kill());
        }
        try (var looked = recover(List.of(0, 2))) {
            assertEquals(0, looked.exitStatus());
            Pattern whole = Pattern.compile("(?m)^ *[0-3]  +node[02]/data .* 2 of 3 .* nothing$");
            assertEquals(SHARDS, whole.matcher(looked.output()).results().count());
        }
        try (var done = recover(List.of(1), "--to", "saved")) {
            assertEquals(0, done.exitStatus(), done.errors());
            assertTrue(done.output().contains("1 of 3"), done.output());
            assertTrue(done.output().contains("what only lost nodes have"), done.output());
        }
        try (var saved = startSaved()) {
            int kept = 0;
            for (int i = 0; i < KEYS; i++) {
                kept += saved.status("GET", "/kv/key" + i, "") == 200 ? 1 : 0;
                assertEquals(200, saved.status("PUT", "/kv/key" + i, "new"));
            }
            // The survivor may have been behind, if it led nothing; hardly by as much as this.
            assertTrue(kept > KEYS / 2, "kept " + kept);
            assertEquals(200, saved.status("DELETE", "/clear", ""));
            assertEquals(404, saved.status("GET", "/kv/key0", ""));
            join(saved);
        }
    }

    /** A node that joins what was recovered is given all shards. */
    private void join(NodeProcess saved) throws Exception {
        int port = NodeProcess.freePort();
        List<String> flags =
                List.of("--port=" + port, "--working-dir=more", "--join=:" + saved.port());
        try (var _ = NodeProcess.run(folder, port, Map.of(), flags).awaitReady()) {
            LocalCluster.await(
                    "two replicas of each",
                    () -> members(saved).values().stream().allMatch(all -> all.size() == 2));
            assertEquals(200, saved.status("PUT", "/kv/key0", "value"));
        }
    }

    @Test
    void aShardThatOnlyLostNodesHadIsNeverSilentlyEmpty() throws Exception {
        List<Integer> survivors;
        var lost = new TreeSet<Integer>();
        try (var cluster = new LocalCluster(folder, 5, "--shards=" + SHARDS)) {
            fill(cluster);
            Map<Integer, List<String>> members = members(cluster.node(0));
            List<String> holders = members.getOrDefault(1, List.of());
            survivors =
                    cluster.all().stream()
                            .filter(i -> !holders.contains(cluster.address(i)))
                            .toList();
            List<String> left = survivors.stream().map(cluster::address).toList();
            members.forEach(
                    (shard, all) -> {
                        if (all.stream().noneMatch(left::contains)) {
                            lost.add(shard);
                        }
                    });
            cluster.all().forEach(i -> cluster.node(i).kill());
        }
        assertTrue(lost.contains(1) && !lost.contains(0), "lost " + lost);
        try (var refused = recover(survivors, "--to", "saved")) {
            assertEquals(1, refused.exitStatus());
            assertTrue(refused.output().contains("EVERYTHING"), refused.output());
            assertTrue(refused.errors().contains("nothing is left of "), refused.errors());
            assertTrue(refused.errors().contains("--accept-lost-shards"), refused.errors());
            assertFalse(Files.exists(folder.resolve("saved")));
        }
        try (var told = recover(survivors, "--json", "--accept-lost-shards")) {
            assertEquals(0, told.exitStatus());
            Matcher everything = Pattern.compile("\"lost\": \"everything\"").matcher(told.output());
            assertEquals(lost.size(), everything.results().count(), told.output());
        }
        try (var done = recover(survivors, "--to", "saved", "--accept-lost-shards")) {
            assertEquals(0, done.exitStatus(), done.errors());
        }
        try (var saved = startSaved()) {
            int kept = 0;
            int of = 0;
            for (int i = 0; i < KEYS; i++) {
                int status = saved.status("GET", "/kv/key" + i, "");
                if (lost.contains(shard(i))) {
                    assertEquals(404, status);
                } else {
                    of++;
                    kept += status == 200 ? 1 : 0;
                }
                assertEquals(200, saved.status("PUT", "/kv/key" + i, "new"));
            }
            assertTrue(kept > of / 2, kept + " of " + of);
        }
    }
}
