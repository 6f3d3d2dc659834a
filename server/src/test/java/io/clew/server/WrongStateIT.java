package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A node whose data says something else than the others', with each checksum right, is found. */
class WrongStateIT {
    private static final int KEYS = 40;
    private static final String STOPS = "stops serving: its state after entry ";

    @TempDir Path folder;

    /** Nothing is written any more: the states are compared all the same. */
    @Test
    void aNodeWithAnotherStateFallsSilentAndIsRebuiltByItself() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int leader = cluster.awaitLeader(cluster.all());
            int victim = (leader + 1) % 3;
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key, () -> cluster.node(leader).status("PUT", key, "right") == 200);
            }
            LocalCluster.await("the last write", () -> stale(cluster, victim, KEYS - 1));
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
            for (int i = 0; i < KEYS; i++) {
                assertTrue(stale(cluster, victim, i), "key" + i);
                assertEquals("right", cluster.node(next).send("GET", "/kv/key" + i, "").body());
            }
            String members = cluster.node(next).send("GET", "/cluster/members", "").body();
            assertFalse(members.contains(before), members);
        }
    }

    /** Whether the node itself has the right value, at least of one moment. */
    private static boolean stale(LocalCluster cluster, int node, int key)
            throws IOException, InterruptedException {
        String path = "/kv/key" + key + "?consistency=stale";
        return cluster.node(node).send("GET", path, "").body().equals("right");
    }

    /** Looks on: from the moment that it has said so nobody gets the wrong value from the node. */
    private static boolean rebuilt(LocalCluster cluster, int leader, int victim)
            throws IOException, InterruptedException {
        assertEquals("right", cluster.node(leader).send("GET", "/kv/key7", "").body());
        boolean stopped = cluster.node(victim).output().contains(STOPS);
        String info = "" + cluster.info(victim);
        if (info.contains("\"condemned\"")) {
            assertTrue(info.contains("\"leader\": null"), info);
        }
        if (stopped) {
            String path = "/kv/key7?consistency=stale";
            assertNotEquals("wrong", cluster.node(victim).send("GET", path, "").body());
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
