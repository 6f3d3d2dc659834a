package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A node whose data says something else than the others', with each checksum right, is found. */
class WrongStateIT {
    private static final int KEYS = 40;
    private static final String STOPS = "stops serving: its state after entry ";

    @TempDir Path folder;

    /** Nothing is written any more: the states are compared all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aNodeWithAnotherStateFallsSilentAndIsRebuiltByItself(int shards) throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--shards=" + shards)) {
            int leader = cluster.awaitLeader(cluster.all());
            int victim = (leader + 1) % 3;
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key, () -> cluster.node(leader).status("PUT", key, "right") == 200);
            }
            LocalCluster.await("all writes", () -> hasAll(cluster, victim));
            String before = RebuildIT.node(cluster, victim);
            cluster.node(victim).kill();
            WrongState.make(folder.resolve("node" + victim).resolve("data"), "key7", "wrong");
            cluster.start(victim);
            LocalCluster.await("the rebuilt node", () -> rebuilt(cluster, leader, victim));
            assertSaid(cluster.node(victim).output(), before);
            assertNotEquals(before, RebuildIT.node(cluster, victim));
            assertEquals(200, cluster.node(victim).status("GET", "/health", ""));
            // What it holds counts now: with it and one other there is a majority.
            cluster.node(leader).kill();
            int next = cluster.awaitLeader(cluster.allBut(leader));
            LocalCluster.await("all values", () -> hasAll(cluster, victim));
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key, () -> cluster.node(next).send("GET", key, "").body().equals("right"));
            }
            String members = cluster.node(next).send("GET", "/cluster/members", "").body();
            assertFalse(members.contains(before), members);
        }
    }

    /** Whether the node itself has all the right values. */
    private static boolean hasAll(LocalCluster cluster, int node)
            throws IOException, InterruptedException {
        int has = 0;
        while (has < KEYS && stale(cluster, node, "key" + has).equals("right")) {
            has++;
        }
        return has == KEYS;
    }

    private static String stale(LocalCluster cluster, int node, String key)
            throws IOException, InterruptedException {
        String path = "/kv/" + key + "?consistency=stale";
        return cluster.node(node).send("GET", path, "").body();
    }

    /** Looks on: from the moment that it has said so nobody gets the wrong value from the node. */
    private static boolean rebuilt(LocalCluster cluster, int leader, int victim)
            throws IOException, InterruptedException {
        boolean stopped = cluster.node(victim).output().contains(STOPS);
        String info = "" + cluster.info(victim);
        if (info.contains("\"condemned\"")) {
            assertTrue(info.contains("\"leader\": null"), info);
        }
        if (stopped) {
            assertNotEquals("wrong", stale(cluster, victim, "key7"));
            assertNotEquals("wrong", cluster.node(leader).send("GET", "/kv/key7", "").body());
        }
        return cluster.node(victim).output().contains("what was set aside is deleted");
    }

    private static void assertSaid(String log, String before) {
        String why = "its state after entry \\d+ has the hash \\w+, that of a majority \\w+";
        String said =
                ("(?s).*ERROR stops serving: (?:why)\\R.*ERROR is rebuilt from \\S+: (?:why);"
                                + " its data was set aside, the node comes back as another one, in"
                                + " the place of before\\R.*what was set aside is deleted.*")
                        .replace("why", why)
                        .replace("before", before);
        assertTrue(Pattern.matches(said, log), log);
    }
}
