package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Writes that are sent again to real nodes, after their leader was killed in the midst of them. */
class KeyedWriteIT {
    private static final Pattern TOKEN = Pattern.compile("\"idempotency-token\": \"([^\"]+)\"");
    private static final int WRITES = 40;

    @TempDir Path folder;

    @Test
    void whatIsSentAgainAfterTheLeaderWasKilledIsAppliedOnce() throws Exception {
        try (var cluster = new LocalCluster(folder, 3, "--snapshot-log-bytes=4k")) {
            int old = cluster.awaitLeader(cluster.all());
            String token = token(cluster, old);
            var firstTries = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < WRITES; i++) {
                int write = i;
                firstTries.add(
                        CompletableFuture.runAsync(() -> tryOnce(cluster, old, token, write)));
            }
            firstTries.get(WRITES / 4).join();
            cluster.node(old).kill();
            firstTries.forEach(CompletableFuture::join);

            cluster.awaitLeader(cluster.allBut(old));
            List<String> answers = sendAll(cluster, cluster.allBut(old).getFirst(), token);
            assertEquals(answers, sendAll(cluster, cluster.allBut(old).getLast(), token));

            overwriteUntilASnapshotCoversAll(cluster, cluster.allBut(old).getFirst());
            cluster.allBut(old).forEach(i -> cluster.node(i).kill());
            for (int i : cluster.all()) {
                cluster.start(i);
            }
            cluster.awaitLeader(cluster.all());
            assertEquals(answers, sendAll(cluster, old, token));
            var read = cluster.node(old).send("GET", "/kv/key0", "");
            assertTrue(read.body().startsWith("later"), "a repetition wrote " + read.body());
            assertEquals(422, send(cluster.node(old), token, 0, "another").statusCode());
        }
    }

    private static void tryOnce(LocalCluster cluster, int node, String token, int write) {
        try {
            send(cluster.node(node), token, write, "value" + write);
        } catch (IOException e) {
            // The node was killed: nobody knows whether the write was applied.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answers of all writes: which entry applied each. */
    private static List<String> sendAll(LocalCluster cluster, int node, String token)
            throws Exception {
        var revisions = new ArrayList<String>();
        for (int write = 0; write < WRITES; write++) {
            HttpResponse<String> answer = send(cluster.node(node), token, write, "value" + write);
            assertEquals(200, answer.statusCode(), answer.body());
            revisions.add(answer.headers().firstValue("Clew-Revision").orElseThrow());
        }
        return revisions;
    }

    private static HttpResponse<String> send(
            NodeProcess node, String token, int write, String value)
            throws IOException, InterruptedException {
        String key = "%s.0123456789abcdef%d".formatted(token, write);
        return node.sendKeyed("PUT", "/kv/key" + write % 5, value, key);
    }

    private static void overwriteUntilASnapshotCoversAll(LocalCluster cluster, int node)
            throws Exception {
        LocalCluster.await(
                "a snapshot",
                () -> {
                    try {
                        for (int i = 0; i < 5; i++) {
                            cluster.node(node).send("PUT", "/kv/key" + i, "later".repeat(200));
                        }
                        var snapshot = cluster.node(node).send("GET", "/log/snapshot", "");
                        return !snapshot.body().contains("\"last-included-index\": 0,");
                    } catch (IOException e) {
                        return false;
                    }
                });
        // And one more, so that what was written before is below the one before.
        for (int i = 0; i < 5; i++) {
            cluster.node(node).send("PUT", "/kv/key" + i, "later".repeat(1000));
        }
    }

    /** There is one as soon as the cluster is open. */
    private static String token(LocalCluster cluster, int node) throws InterruptedException {
        String[] token = {""};
        LocalCluster.await(
                "a token",
                () -> {
                    String info = cluster.info(node);
                    var found = TOKEN.matcher(info == null ? "" : info);
                    token[0] = found.find() ? found.group(1) : "";
                    return !token[0].isEmpty();
                });
        return token[0];
    }
}
