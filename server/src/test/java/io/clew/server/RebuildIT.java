package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Nodes whose data is damaged are rebuilt by the others; alone they refuse to start. */
class RebuildIT {
    private static final long SEED = 11;
    private static final Pattern NODE = Pattern.compile("\"node\": \"([0-9a-f]{16})\"");

    @TempDir Path folder;

    @Test
    void aNodeWithADamagedSegmentIsRebuiltByItselfUnderLoad() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int leader = cluster.awaitLeader(cluster.all());
            int victim = (leader + 1) % 3;
            var load = RecordedLoad.start(cluster.ports(), 6, SEED);
            load.awaitMore(200);
            String before = node(cluster, victim);
            cluster.node(victim).kill();
            load.awaitMore(100);
            flipSyncedBytes(data(victim));
            cluster.start(victim);
            LocalCluster.await(
                    "the rebuilt node to be a voter",
                    () -> output(cluster, victim).contains("what was set aside is deleted"));
            assertNotEquals(before, node(cluster, victim));
            load.awaitMore(100);
            // What it holds counts now: with it and one other there is a majority.
            cluster.node(leader).kill();
            int next = cluster.awaitLeader(cluster.allBut(leader));
            load.awaitMore(100);
            String members = cluster.node(next).send("GET", "/cluster/members", "").body();
            assertFalse(members.contains(before), members);
            Verdict verdict =
                    Checker.check(load.finish(), Model.keyValue(), Budget.states(50_000_000));
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
        }
        try (var files = Files.list(data(1))) {
            assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith("aside-")));
        }
    }

    @Test
    void aNodeThatIsAloneRefusesToStartAndNamesTheCommand() throws Exception {
        int port = NodeProcess.freePort();
        Path data = folder.resolve("data");
        try (var node = NodeProcess.alone(folder, port)) {
            for (int i = 0; i < 50; i++) {
                assertEquals(200, node.status("PUT", "/kv/key" + i, "value" + i));
            }
            node.kill();
        }
        flipSyncedBytes(data);
        List<String> arguments = List.of("--port", "" + port, "--working-dir", "data");
        try (var again = NodeProcess.run(folder, port, java.util.Map.of(), arguments)) {
            assertEquals(1, again.exitStatus());
            assertTrue(again.errors().contains("is damaged, and nothing in it was changed"));
            assertTrue(again.errors().contains("./run.sh recover --salvage --working-dir data"));
        }
    }

    private Path data(int node) {
        return folder.resolve("node" + node).resolve("data");
    }

    private static String output(LocalCluster cluster, int node) {
        try {
            return cluster.node(node).output();
        } catch (IOException e) {
            return "";
        }
    }

    /** The identity that a node has now. */
    static String node(LocalCluster cluster, int node) throws InterruptedException {
        Matcher found = NODE.matcher("" + cluster.info(node));
        return found.find() ? found.group(1) : "";
    }

    /** In the first segment, where later records say that it is durable. */
    static void flipSyncedBytes(Path data) throws IOException {
        Path segment = data.resolve("wal-" + String.format(Locale.ROOT, "%016x", 1));
        try (var file =
                FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.allocate(16);
            file.read(bytes, 8192);
            for (int i = 0; i < bytes.capacity(); i++) {
                bytes.put(i, (byte) ~bytes.get(i));
            }
            file.write(bytes.flip(), 8192);
        }
    }
}
