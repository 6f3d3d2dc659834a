package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.linearizability.History;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Real nodes that answer from what they have: replicas without a leader, sessions everywhere. */
class LocalReadsIT {
    private static final long SEED = 19;
    private static final List<Integer> VOTERS = List.of(0, 1, 2);
    private static final int WRITERS = 4;
    private static final int READERS_OF_EACH = 2;
    private static final int SESSIONS = 4;

    /** So many writes show that things go on. */
    private static final int SOME_WRITES = 50;

    /** So many reads at each replica, or of each session, do. */
    private static final int SOME_READS = 25;

    /** Several heartbeats. */
    private static final long FRESH_MILLIS = 500;

    private static final long TOO_OLD_MILLIS = 1_000;

    /** So that a busy machine does not look like a dead leader, and a dead one lasts. */
    private static final String PATIENT = "--election-timeout=1000-1500";

    private static final String FAULTS = "--fault-injection";
    private static final String KEY = "/kv/k0";
    private static final String STALE = KEY + "?consistency=stale";

    @TempDir Path folder;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /** Starts read replicas and waits until they are taken in and answer. */
    private List<Integer> replicas(LocalCluster cluster, int n) throws Exception {
        String seeds = VOTERS.stream().map(cluster::address).collect(Collectors.joining(","));
        var replicas = new ArrayList<Integer>();
        for (int i = 0; i < n; i++) {
            replicas.add(cluster.add("--join=" + seeds, "--role=replica", FAULTS));
        }
        for (int replica : replicas) {
            LocalCluster.await(
                    "the replica to be taken in",
                    () -> {
                        HttpResponse<String> answer = get(cluster.node(replica), STALE);
                        return answer.statusCode() != 503
                                && header(answer, "Clew-Role").equals("replica");
                    });
        }
        return replicas;
    }

    private HttpResponse<String> get(NodeProcess node, String path)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void replicasAnswerEveryStaleReadWhileLeadersDieAndStandStill() throws Exception {
        try (var cluster = new LocalCluster(folder, VOTERS.size(), PATIENT)) {
            var replicas = replicas(cluster, 2);
            cluster.awaitLeader(cluster.all());
            var asked = new CopyOnWriteArrayList<>(ports(cluster, VOTERS));
            var load = RecordedLoad.start(asked, WRITERS, SEED);
            var readers =
                    StaleReaders.start(
                            ports(cluster, replicas), READERS_OF_EACH, RecordedLoad.FEW_KEYS);
            goOn(load, readers);
            cutOffForLong(cluster, replicas.getFirst(), readers);
            restart(cluster, replicas, readers);
            goOn(load, readers);
            assertEquals(Map.of(), load.report().unexpected(), "the voters were disturbed");

            int halted = cluster.awaitLeader(VOTERS);
            cluster.node(halted).pause();
            asked.removeAll(ports(cluster, List.of(halted)));
            readers.awaitOlder(FRESH_MILLIS);
            goOn(load, readers);
            cluster.node(halted).resume();
            asked.addAll(ports(cluster, List.of(halted)));
            goOn(load, readers);

            int killed = cluster.awaitLeader(cluster.all());
            cluster.node(killed).kill();
            readers.awaitOlder(FRESH_MILLIS);
            goOn(load, readers);

            History history = load.finish();
            List<StaleRead> reads = readers.finish();
            report(reads);
            Verdict verdict = StaleRead.judge(history, reads);
            assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
        }
    }

    private static List<Integer> ports(LocalCluster cluster, List<Integer> nodes) {
        return nodes.stream().map(i -> cluster.ports().get(i)).toList();
    }

    /** There are writes, and all replicas hear of them. */
    private static void goOn(RecordedLoad load, StaleReaders readers) throws InterruptedException {
        load.awaitMore(SOME_WRITES);
        readers.awaitMore(SOME_READS);
        readers.awaitFresh(FRESH_MILLIS);
    }

    /** Each in turn; they stay away from elections, and answer again as soon as they are back. */
    private static void restart(LocalCluster cluster, List<Integer> replicas, StaleReaders readers)
            throws Exception {
        for (int replica : replicas) {
            int port = cluster.ports().get(replica);
            readers.restarts(port);
            cluster.node(replica).terminate();
            assertEquals(0, cluster.node(replica).exitStatus());
            String log = cluster.node(replica).output();
            assertFalse(log.contains("asks whether it could win"), log);
            cluster.start(replica);
            cluster.node(replica).awaitReady();
            readers.awaitMore(SOME_READS);
            readers.awaitFresh(FRESH_MILLIS);
            readers.restarted(port);
        }
    }

    private static void report(List<StaleRead> reads) {
        long old = reads.stream().filter(r -> r.staleness() > FRESH_MILLIS).count();
        long oldest = reads.stream().mapToLong(StaleRead::staleness).max().orElse(0);
        long unknown = reads.stream().filter(r -> r.staleness() == StaleRead.UNKNOWN).count();
        System.out.printf(
                "%d stale reads, %d more than %d ms old and up to %d, %d of an unknown age%n",
                reads.size(), old, FRESH_MILLIS, oldest, unknown);
    }

    /** While the others go on: it says how old its answers get, and owns up where that is asked. */
    private void cutOffForLong(LocalCluster cluster, int replica, StaleReaders readers)
            throws Exception {
        cutOff(cluster, List.of(replica));
        NodeProcess node = cluster.node(replica);
        LocalCluster.await(
                "a replica to be out of date",
                () -> readers.staleness(node.port()) > TOO_OLD_MILLIS);
        HttpResponse<String> tooOld = get(node, STALE + "&max-staleness=" + TOO_OLD_MILLIS);
        assertEquals(503, tooOld.statusCode());
        assertEquals("1", header(tooOld, "Retry-After"));
        assertTrue(tooOld.body().startsWith("this node's state may be "), tooOld.body());
        heal(cluster, List.of(replica));
        readers.awaitFresh(FRESH_MILLIS);
        LocalCluster.await(
                "a replica to ask its leader",
                () -> {
                    HttpResponse<String> newest = get(node, KEY);
                    return newest.statusCode() != 503
                            && header(newest, "Clew-Consistency").equals("linearizable");
                });
    }

    @Test
    void sessionsNeverGoBackWhileTheyChangeNodesThatDieAndAreCutOff() throws Exception {
        try (var cluster = new LocalCluster(folder, VOTERS.size(), FAULTS)) {
            int replica = replicas(cluster, 1).getFirst();
            cluster.awaitLeader(cluster.all());
            var sessions = new ArrayList<SessionClient>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(SessionClient.start(cluster.ports(), i));
            }
            awaitMore(sessions);
            int down = cluster.awaitLeader(VOTERS);
            cluster.node(down).kill();
            cluster.awaitLeader(cluster.allBut(down));
            awaitMore(sessions);
            cluster.start(down);
            int deposed = cluster.awaitLeader(cluster.all());
            awaitMore(sessions);
            cutOff(cluster, List.of(deposed, replica));
            cluster.awaitLeader(VOTERS.stream().filter(i -> i != deposed).toList());
            awaitMore(sessions);
            heal(cluster, List.of(deposed, replica));
            cluster.awaitLeader(cluster.all());
            awaitMore(sessions);
            var history = new ArrayList<SessionClient.Seen>();
            for (SessionClient session : sessions) {
                history.addAll(session.finish());
            }
            assertOneValueForEachRevision(history);
        }
    }

    /** Leaves these nodes to themselves. */
    private static void cutOff(LocalCluster cluster, List<Integer> few) throws Exception {
        String only =
                few.stream()
                        .map(i -> '"' + cluster.address(i) + '"')
                        .collect(Collectors.joining(", ", "{\"peers\": [", "]}"));
        for (int i : few) {
            assertEquals(200, cluster.node(i).status("POST", "/cluster/partition", only));
        }
    }

    private static void heal(LocalCluster cluster, List<Integer> few) throws Exception {
        for (int i : few) {
            assertEquals(200, cluster.node(i).status("POST", "/cluster/heal", ""));
        }
    }

    private static void awaitMore(List<SessionClient> sessions) throws InterruptedException {
        for (SessionClient session : sessions) {
            int enough = session.reads() + SOME_READS;
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
