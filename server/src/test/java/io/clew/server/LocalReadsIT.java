package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Real nodes that answer from what they have: replicas without a leader, sessions everywhere. */
class LocalReadsIT {
    private static final int SESSIONS = 4;
    private static final String STALE = "/kv/a?consistency=stale";

    @TempDir Path folder;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private NodeProcess replica(LocalCluster cluster) throws Exception {
        int port = NodeProcess.freePort();
        Path own = Files.createDirectories(folder.resolve("replica"));
        String members =
                cluster.ports().stream().map(p -> ":" + p).collect(Collectors.joining(","));
        var arguments =
                List.of(
                        "--port=" + port,
                        "--working-dir=data",
                        "--join=" + members,
                        "--role=replica");
        return NodeProcess.run(own, port, Map.of(), arguments).awaitReady();
    }

    private HttpResponse<String> get(NodeProcess node, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static void awaitRole(HttpAsked read) throws InterruptedException {
        LocalCluster.await(
                "the replica to be taken in",
                () -> {
                    try {
                        HttpResponse<String> answer = read.send();
                        return answer.statusCode() == 200
                                && header(answer, "Clew-Role").equals("replica");
                    } catch (InterruptedException e) {
                        throw e;
                    } catch (Exception e) {
                        return false;
                    }
                });
    }

    private interface HttpAsked {
        HttpResponse<String> send() throws Exception;
    }

    @Test
    void aReplicaServesEveryStaleReadWhileTheLeaderIsDown() throws Exception {
        try (var cluster = new LocalCluster(folder, 3);
                NodeProcess replica = replica(cluster)) {
            int leader = cluster.awaitLeader(cluster.all());
            LocalCluster.await(
                    "the cluster to be open",
                    () -> cluster.node(leader).status("PUT", "/kv/a", "thread") == 200);
            awaitRole(() -> get(replica, STALE));
            HttpResponse<String> newest = get(replica, "/kv/a");
            assertEquals("200 thread", newest.statusCode() + " " + newest.body());
            assertEquals("linearizable", header(newest, "Clew-Consistency"));

            cluster.node(leader).kill();
            for (int i = 0; i < 200; i++) {
                staleness(get(replica, STALE));
            }
            int next = cluster.awaitLeader(cluster.allBut(leader));
            cluster.node(next).kill();
            long last = 0;
            for (int reads = 0; reads < 50 || last < 2_000; reads++) {
                long now = staleness(get(replica, STALE));
                assertTrue(now >= last, now + " ms after " + last + " ms");
                last = now;
                Thread.sleep(10);
            }
            HttpResponse<String> tooOld = get(replica, STALE + "&max-staleness=1000");
            assertEquals(503, tooOld.statusCode());
            assertEquals("1", header(tooOld, "Retry-After"));
            assertTrue(tooOld.body().startsWith("this node's state may be "), tooOld.body());
            assertEquals(503, get(replica, "/kv/a").statusCode(), "nobody confirms a leader");
        }
    }

    private static long staleness(HttpResponse<String> answer) {
        assertEquals("200 thread", answer.statusCode() + " " + answer.body());
        assertEquals("replica", header(answer, "Clew-Role"));
        return Long.parseLong(header(answer, "Clew-Staleness-Ms"));
    }

    @Test
    void sessionsNeverGoBackWhileTheyChangeNodesAndNodesDie() throws Exception {
        try (var cluster = new LocalCluster(folder, 3);
                NodeProcess replica = replica(cluster)) {
            int leader = cluster.awaitLeader(cluster.all());
            LocalCluster.await(
                    "the cluster to be open",
                    () -> cluster.node(leader).status("PUT", "/kv/a", "thread") == 200);
            awaitRole(() -> get(replica, STALE));
            var ports = new ArrayList<>(cluster.ports());
            ports.add(replica.port());
            var sessions = new ArrayList<SessionClient>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(SessionClient.start(ports, i));
            }
            for (int round = 0; round < 2; round++) {
                awaitMore(sessions);
                int down = cluster.awaitLeader(cluster.all());
                cluster.node(down).kill();
                cluster.awaitLeader(cluster.allBut(down));
                awaitMore(sessions);
                cluster.start(down);
                cluster.awaitLeader(cluster.all());
            }
            awaitMore(sessions);
            var history = new ArrayList<SessionClient.Seen>();
            for (SessionClient session : sessions) {
                history.addAll(session.finish());
            }
            assertOneValueForEachRevision(history);
        }
    }

    private static void awaitMore(List<SessionClient> sessions) throws InterruptedException {
        for (SessionClient session : sessions) {
            int enough = session.reads() + 50;
            LocalCluster.await("more reads", () -> session.reads() >= enough);
        }
    }

    private static void assertOneValueForEachRevision(List<SessionClient.Seen> history) {
        var values = new TreeMap<Long, String>();
        for (SessionClient.Seen seen : history) {
            String before = values.putIfAbsent(seen.revision(), seen.value());
            assertTrue(before == null || before.equals(seen.value()), seen + " and " + before);
        }
    }
}
