package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is left of a cluster, or of a damaged node, becomes a cluster of its own. */
class RecoverIT {
    private static final int KEYS = 60;

    @TempDir Path folder;

    private NodeProcess recover(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("recover"));
        all.addAll(List.of(arguments));
        return NodeProcess.run(folder, 0, Map.of(), all);
    }

    private static int kept(NodeProcess node) throws Exception {
        int kept = 0;
        while (kept < KEYS && node.status("GET", "/kv/key" + kept, "") == 200) {
            kept++;
        }
        return kept;
    }

    @Test
    void oneSurvivorOfThreeBecomesAClusterThatHasEverything() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int leader = cluster.awaitLeader(cluster.all());
            for (int i = 0; i < KEYS; i++) {
                String key = "/kv/key" + i;
                LocalCluster.await(
                        key, () -> cluster.node(leader).status("PUT", key, "value") == 200);
            }
            try (var refused = recover("--working-dir", "node" + leader + "/data")) {
                assertEquals(1, refused.exitStatus());
                assertTrue(refused.errors().contains("a process uses the data folder"));
            }
            cluster.all().forEach(i -> cluster.node(i).kill());
            String survivor = "node" + leader + "/data";
            try (var looked = recover("--working-dir", survivor)) {
                assertEquals(0, looked.exitStatus());
                assertTrue(
                        looked.output().matches("(?s).*  " + KEYS + "  +1 of 3 .*"),
                        looked.output());
                assertTrue(looked.output().contains("what only lost nodes have"));
            }
            try (var done = recover("--working-dir", survivor, "--to", "saved")) {
                assertEquals(0, done.exitStatus(), done.errors());
            }
            int port = NodeProcess.freePort();
            List<String> alone = List.of("--port", "" + port, "--working-dir", "saved");
            try (var again = NodeProcess.run(folder, port, Map.of(), alone).awaitReady()) {
                assertEquals(KEYS, kept(again));
                assertEquals(200, again.status("PUT", "/kv/more", "1"));
            }
            assertTrue(Files.exists(folder.resolve(survivor).resolve("identity")));
        }
    }

    @Test
    void whatComesBeforeTheDamageIsSaved() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            for (int i = 0; i < KEYS; i++) {
                assertEquals(200, node.status("PUT", "/kv/key" + i, "value" + i));
            }
            node.kill();
        }
        RebuildIT.flipSyncedBytes(folder.resolve("data"));
        try (var refused = recover("--working-dir", "data", "--to", "saved")) {
            assertEquals(1, refused.exitStatus());
            assertTrue(refused.output().contains("DAMAGED"), refused.output());
        }
        try (var done = recover("--working-dir", "data", "--salvage", "--to", "saved")) {
            assertEquals(0, done.exitStatus(), done.errors());
        }
        List<String> alone = List.of("--port", "" + port, "--working-dir", "saved");
        try (var again = NodeProcess.run(folder, port, Map.of(), alone).awaitReady()) {
            int kept = kept(again);
            assertTrue(kept > 0 && kept < KEYS, "kept " + kept);
        }
    }

    @Test
    void whatIsNoDataFolderIsCalledThatAndLeftAsItIs() throws Exception {
        Files.createDirectories(folder.resolve("nodes/notes"));
        Files.writeString(folder.resolve("nodes/notes/wal-old.txt"), "mine");
        try (var refused = recover("--working-dir", "nodes/notes")) {
            assertEquals(2, refused.exitStatus());
            String why = "nodes/notes is no data folder of a node";
            assertTrue(refused.errors().contains(why), refused.errors());
            assertEquals("", refused.output());
        }
        try (var files = Files.list(folder.resolve("nodes/notes"))) {
            assertEquals(1, files.count());
        }
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            node.kill();
        }
        Files.move(folder.resolve("data"), folder.resolve("nodes/one"));
        try (var refused = recover("--working-dir", "nodes")) {
            assertEquals(2, refused.exitStatus());
            String hint = "did you mean nodes/one?";
            assertTrue(refused.errors().contains(hint), refused.errors());
        }
    }

    @Test
    void foldersOfTwoClustersAreNotCompared() throws Exception {
        for (String name : List.of("one", "two")) {
            try (var node = NodeProcess.alone(folder, NodeProcess.freePort())) {
                node.kill();
            }
            Files.move(folder.resolve("data"), folder.resolve(name));
        }
        try (var refused = recover("--working-dir", "one", "--working-dir", "two")) {
            assertEquals(1, refused.exitStatus());
            String why = "the folders are not of one cluster: one of ";
            assertTrue(refused.errors().contains(why), refused.errors());
        }
    }

    @Test
    void anOldCopyOfANodeBesideTheNodeIsRefused() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            assertEquals(200, node.status("PUT", "/kv/key0", "old"));
            node.kill();
        }
        copy(folder.resolve("data"), folder.resolve("backup"));
        try (var node = NodeProcess.alone(folder, port)) {
            assertEquals(200, node.status("PUT", "/kv/key0", "new"));
            node.kill();
        }
        try (var refused = recover("--working-dir", "backup", "--working-dir", "data")) {
            assertEquals(1, refused.exitStatus());
            String why = refused.errors();
            assertTrue(why.contains("backup and data are both of node "), why);
            assertTrue(why.contains("data is the newer ("), why);
            assertTrue(why.contains("leave backup out"), why);
        }
        try (var refused = recover("--working-dir", "data", "--working-dir", "./data")) {
            assertEquals(2, refused.exitStatus());
            String why = "data and ./data are one and the same folder";
            assertTrue(refused.errors().contains(why), refused.errors());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Killed as soon as it has begun to write: what it leaves is no data folder of anybody. */
    @Test
    void aRecoveryThatDiesHalfWayIsNotTakenForOneThatIsComplete() throws Exception {
        int port = NodeProcess.freePort();
        try (var node = NodeProcess.alone(folder, port)) {
            for (int i = 0; i < KEYS; i++) {
                assertEquals(200, node.status("PUT", "/kv/key" + i, "v".repeat(200_000)));
            }
            node.kill();
        }
        Path begun = folder.resolve("saved.unfinished");
        try (var recovering = recover("--working-dir", "data", "--to", "saved")) {
            LocalCluster.await(
                    "a file of what is saved",
                    () ->
                            Files.exists(begun.resolve("identity"))
                                    || Files.exists(folder.resolve("saved")));
            recovering.kill();
        }
        List<String> alone = List.of("--port", "" + port, "--working-dir", "saved");
        if (Files.exists(begun)) {
            assertFalse(Files.exists(folder.resolve("saved")));
            List<String> wrong = List.of("--port", "" + port, "--working-dir", "saved.unfinished");
            try (var refused = NodeProcess.run(folder, port, Map.of(), wrong)) {
                assertEquals(1, refused.exitStatus());
                assertTrue(refused.errors().contains("did not come to its end"));
            }
            try (var done = recover("--working-dir", "data", "--to", "saved")) {
                assertEquals(0, done.exitStatus(), done.errors());
                String said = "saved.unfinished is what a recovery has left";
                assertTrue(done.output().contains(said), done.output());
            }
        }
        assertFalse(Files.exists(begun));
        try (var refused = recover("--working-dir", "data", "--to", "saved")) {
            assertEquals(2, refused.exitStatus());
            String why = "--to saved is not empty: it has the data of a node";
            assertTrue(refused.errors().contains(why), refused.errors());
        }
        try (var again = NodeProcess.run(folder, port, Map.of(), alone).awaitReady()) {
            assertEquals(KEYS, kept(again));
        }
    }
}
