package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files that rot while a node runs are found, and written anew from what it has in memory. */
class RotIT {
    private static final int KEYS = 60;
    private static final String SEGMENT = "wal-0000000000000001";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatRotsWhileANodeRunsIsPutRightByItself(int shards) throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + shards)) {
            int leader = cluster.awaitLeader(cluster.all());
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key, () -> cluster.node(leader).status("PUT", key, "value") == 200);
            }
            int victim = (leader + 1) % 3;
            Path data = folder.resolve("node" + victim).resolve("data");
            String node = RebuildIT.node(cluster, victim);
            // A start begins a new segment: from now on the first is not written to any more.
            restart(cluster, victim);

            RebuildIT.flipSyncedBytes(data);
            awaitFound(cluster, victim, SEGMENT);
            LocalCluster.await(
                    "a log that does without it, because everything is in snapshots",
                    () -> !names(data).contains(SEGMENT) && !snapshots(data).isEmpty());

            rotSnapshot(cluster, victim, data);
            restart(cluster, victim);
            assertEquals(node, RebuildIT.node(cluster, victim), "it did not have to be rebuilt");
            assertFalse(cluster.node(victim).output().contains("is rebuilt"));
            cluster.awaitLeader(cluster.all());
            // What it holds counts now: with it and one other there is a majority.
            cluster.node(leader).kill();
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key,
                        () -> cluster.node(victim).send("GET", key, "").body().equals("value"));
            }
        }
    }

    private static void restart(LocalCluster cluster, int node) throws Exception {
        cluster.node(node).kill();
        cluster.start(node);
        cluster.node(node).awaitReady();
    }

    /** The newest of the last shard; there is no other way to it than by its own replica. */
    private static void rotSnapshot(LocalCluster cluster, int node, Path data) throws Exception {
        String name = snapshots(data).getLast();
        byte[] rotten = Files.readAllBytes(data.resolve(name));
        rotten[rotten.length / 2] ^= 1;
        // In place: the node may have it open.
        Files.write(data.resolve(name), rotten);
        awaitFound(cluster, node, name);
        LocalCluster.await(
                "another one in the place of " + name,
                () -> {
                    Path newest = data.resolve(snapshots(data).getLast());
                    return !Arrays.equals(rotten, Files.readAllBytes(newest));
                });
    }

    private static void awaitFound(LocalCluster cluster, int node, String file) throws Exception {
        String said = "WARN  found damage on disk, saves the state anew: " + file + " is damaged";
        LocalCluster.await(said, () -> cluster.node(node).output().contains(said));
    }

    private static List<String> snapshots(Path data) throws IOException {
        String whole = "snapshot-[0-9a-f]{8}-.*-[0-9a-f]{8}";
        return names(data).stream().filter(name -> name.matches(whole)).toList();
    }

    private static List<String> names(Path data) throws IOException {
        try (var files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
