package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Real clusters whose members come and go under load; what their clients saw is checked. */
class LivingClusterIT {
    private static final long SEED = 11;
    private static final int CLIENTS = 6;
    private static final int SOME_WRITES = 50;

    @TempDir Path folder;

    private final List<Integer> known = new CopyOnWriteArrayList<>();

    /** Who has left and was told to end; nobody waits for that. */
    private final List<Integer> gone = new ArrayList<>();

    @Test
    void aClusterGrowsIsReplacedAndShrinksWhileItServes() throws Exception {
        try (var cluster = new LocalCluster(folder, 1)) {
            var voters = new ArrayList<>(List.of(0));
            known.add(cluster.ports().getFirst());
            cluster.node(0).awaitReady();
            var load = RecordedLoad.start(known, CLIENTS, SEED);
            load.awaitMore(SOME_WRITES);
            growByJoining(cluster, voters, load);
            growAtOnce(cluster, voters, load);
            replaceOneByOne(cluster, voters, load);
            shrink(cluster, voters, load);
            replaceAtOnce(cluster, voters, load);
            finish(load);
            for (int i : gone) {
                assertEquals(0, cluster.node(i).exitStatus());
            }
        }
    }

    /** One by an order to the new node, one that asks by itself. */
    private void growByJoining(LocalCluster cluster, List<Integer> voters, RecordedLoad load)
            throws Exception {
        int ordered = cluster.add();
        cluster.node(ordered).awaitReady();
        String leader = "{\"leader\": \"" + cluster.address(0) + "\"}";
        assertEquals(200, cluster.node(ordered).status("POST", "/cluster/join", leader));
        expect(cluster, voters, List.of(ordered), List.of(), load);
        String any = "--join=127.0.0.1:1," + cluster.address(ordered) + "," + cluster.address(0);
        expect(cluster, voters, List.of(cluster.add(any)), List.of(), load);
    }

    private void growAtOnce(LocalCluster cluster, List<Integer> voters, RecordedLoad load)
            throws Exception {
        var two = List.of(cluster.add("--standby"), cluster.add("--standby"));
        change(cluster, voters, two, List.of(), load);
    }

    /** All five: of those that took the first writes nobody is left. */
    private void replaceOneByOne(LocalCluster cluster, List<Integer> voters, RecordedLoad load)
            throws Exception {
        for (int old : List.copyOf(voters)) {
            change(cluster, voters, List.of(cluster.add("--standby")), List.of(old), load);
        }
    }

    /** To three, the leader among those who go, and each by an order to itself. */
    private void shrink(LocalCluster cluster, List<Integer> voters, RecordedLoad load)
            throws Exception {
        for (int n = 0; n < 2; n++) {
            int leader = cluster.awaitLeader(voters);
            assertEquals(200, cluster.node(leader).status("POST", "/cluster/leave", ""));
            expect(cluster, voters, List.of(), List.of(leader), load);
        }
    }

    /** Two of three: no majority of the old ones is in the new ones. */
    private void replaceAtOnce(LocalCluster cluster, List<Integer> voters, RecordedLoad load)
            throws Exception {
        var old = List.copyOf(voters).subList(0, 2);
        var two = List.of(cluster.add("--standby"), cluster.add("--standby"));
        change(cluster, voters, two, old, load);
    }

    /** Orders a change from any member, and waits until it is complete. */
    private void change(
            LocalCluster cluster,
            List<Integer> voters,
            List<Integer> come,
            List<Integer> go,
            RecordedLoad load)
            throws Exception {
        for (int i : come) {
            cluster.node(i).awaitReady();
        }
        String order =
                "{\"add\": [%s], \"remove\": [%s]}"
                        .formatted(addresses(cluster, come), addresses(cluster, go));
        var answer = cluster.node(voters.getLast()).send("POST", "/cluster/members", order);
        assertEquals(200, answer.statusCode(), answer.body());
        expect(cluster, voters, come, go, load);
    }

    private static String addresses(LocalCluster cluster, List<Integer> nodes) {
        return nodes.stream()
                .map(i -> '"' + cluster.address(i) + '"')
                .collect(Collectors.joining(", "));
    }

    /** Waits until a change is complete and the cluster goes on working; whoever left is ended. */
    private void expect(
            LocalCluster cluster,
            List<Integer> voters,
            List<Integer> come,
            List<Integer> go,
            RecordedLoad load)
            throws Exception {
        voters.addAll(come);
        voters.removeAll(go);
        cluster.awaitVoters(voters);
        come.forEach(i -> known.add(cluster.ports().get(i)));
        known.removeAll(go.stream().map(cluster.ports()::get).toList());
        go.forEach(i -> cluster.node(i).terminate());
        gone.addAll(go);
        load.awaitMore(SOME_WRITES);
    }

    @Test
    void aRollingRestartShowsClientsNothingButRedirectsAndRequestsToRetry() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            cluster.awaitLeader(cluster.all());
            var load = RecordedLoad.start(cluster.ports(), CLIENTS, SEED);
            load.awaitMore(SOME_WRITES);
            for (int i : cluster.all()) {
                boolean led = cluster.awaitLeader(cluster.all()) == i;
                long from = System.nanoTime();
                cluster.node(i).terminate();
                assertEquals(0, cluster.node(i).exitStatus());
                load.awaitMore(SOME_WRITES);
                cluster.start(i);
                cluster.node(i).awaitReady();
                cluster.awaitLeader(cluster.all());
                load.awaitMore(SOME_WRITES);
                System.out.printf(
                        "restart of %s: at most %d ms without an acknowledged write%n",
                        led ? "the leader" : "a follower", load.report().longestGapMillis(from));
            }
            finish(load);
        }
    }

    @Test
    void aWipedMemberIsRefusedAndRebuiltByOneOrder() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int leader = cluster.awaitLeader(cluster.all());
            int wiped = (leader + 1) % 3;
            var load = RecordedLoad.start(cluster.ports(), CLIENTS, SEED);
            load.awaitMore(SOME_WRITES);
            cluster.node(wiped).kill();
            cluster.wipe(wiped);
            cluster.start(wiped);
            cluster.node(wiped).awaitReady();
            LocalCluster.await(
                    "the wiped node to be shut out",
                    () -> ("" + cluster.info(wiped)).contains("\"standing\": \"shut-out\""));
            load.awaitMore(SOME_WRITES);
            LocalCluster.await(
                    "a line that says why",
                    () -> cluster.node(wiped).output().contains("has an empty data folder"));
            String order = "{\"leader\": \"" + cluster.address(leader) + "\"}";
            assertEquals(200, cluster.node(wiped).status("POST", "/cluster/join", order));
            cluster.awaitVoters(cluster.all());
            cluster.node((leader + 2) % 3).kill();
            load.awaitMore(SOME_WRITES);
            assertLinearizable(load.finish());
        }
    }

    private static void finish(RecordedLoad load) throws InterruptedException {
        History history = load.finish();
        System.out.println("clients saw " + load.report());
        assertLinearizable(history);
        assertEquals(Map.of(), load.report().unexpected());
    }

    private static void assertLinearizable(History history) {
        Verdict verdict = Checker.check(history, Model.keyValue(), Budget.states(50_000_000));
        assertInstanceOf(Verdict.Linearizable.class, verdict, "seed " + SEED + ": " + verdict);
    }
}
