package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;

/** What real nodes answer to orders about members, those that make no sense included. */
class MemberOrdersIT {
    @TempDir Path folder;

    private static void expect(
            LocalCluster cluster, int node, String path, String json, int status, String text)
            throws Exception {
        var answer = cluster.node(node).send("POST", path, json);
        assertEquals(status + " " + text, answer.statusCode() + " " + answer.body());
        boolean again = answer.headers().firstValue("Retry-After").isPresent();
        assertEquals(status == 503, again, "Retry-After comes with 503");
    }

    private static String leader(LocalCluster cluster, int node) {
        return "{\"leader\": \"" + cluster.address(node) + "\"}";
    }

    @Test
    void ordersThatMakeNoSenseAreRefusedWithAReason() throws Exception {
        try (var cluster = new LocalCluster(folder, 1)) {
            int full = cluster.add();
            int deaf = cluster.add("--standby");
            cluster.awaitLeader(List.of(0));
            cluster.node(full).awaitReady();
            cluster.node(deaf).awaitReady();
            assertEquals(200, cluster.node(full).status("PUT", "/kv/a", "1"));
            expect(
                    cluster,
                    full,
                    "/cluster/join",
                    leader(cluster, 0),
                    409,
                    "this node holds keys\n");
            expect(
                    cluster,
                    0,
                    "/cluster/leave",
                    "",
                    409,
                    "no voter would be left: a cluster ends by stopping its nodes\n");
            expect(cluster, deaf, "/cluster/leave", "", 409, "this node is in no cluster\n");
            expect(
                    cluster,
                    0,
                    "/cluster/join",
                    leader(cluster, 0),
                    400,
                    cluster.address(0)
                            + " is this node itself: name a member of another cluster\n");
            expect(
                    cluster,
                    0,
                    "/cluster/join",
                    "{\"leader\": \":1\"}",
                    503,
                    "nothing has changed: cannot connect to 127.0.0.1:1\n");
            expect(
                    cluster,
                    0,
                    "/cluster/members",
                    "{\"remove\": [\":1\"]}",
                    409,
                    "127.0.0.1:1 is not a member\n");
            expect(cluster, 0, "/cluster/members", "{}", 409, "nothing is to change\n");
            expect(
                    cluster,
                    0,
                    "/cluster/members",
                    "{\"add\": [\":1\"]}",
                    503,
                    "nothing has changed, try again: cannot connect to 127.0.0.1:1\n");
            String member = "{\"add\": [\"" + cluster.address(full) + "\"]}";
            var busy = cluster.node(0).send("POST", "/cluster/members", member);
            assertEquals(409, busy.statusCode());
            assertTrue(busy.body().contains(" belongs to cluster "), busy.body());
            expect(
                    cluster,
                    0,
                    "/cluster/transfer",
                    "{\"to\": \":1\"}",
                    409,
                    "127.0.0.1:1 is not a voter of this cluster\n");
            expect(cluster, 0, "/cluster/transfer", "", 503, "no other voter answers\n");
        }
    }

    @Test
    void aNewcomerThatDiesDoesNotHoldUpTheNextChange() throws Exception {
        try (var cluster = new LocalCluster(folder, 1)) {
            int dies = cluster.add("--standby");
            int comes = cluster.add("--standby");
            cluster.awaitLeader(List.of(0));
            cluster.node(dies).awaitReady();
            cluster.node(comes).awaitReady();
            // So that it cannot have caught up before it is stopped.
            String identity =
                    ("" + cluster.info(dies)).replaceAll("(?s).*\"node\": \"(\\w+)\".*", "$1");
            cluster.node(dies).kill();
            String address = cluster.address(dies);
            String add =
                    "{\"add\": [{\"id\": \"%s\", \"address\": \"%s\"}]}"
                            .formatted(identity, address);
            expect(cluster, 0, "/cluster/members", add, 200, "");
            String members = cluster.node(0).send("GET", "/cluster/members", "").body();
            assertTrue(members.contains("\"part\": \"joining\""), members);
            LocalCluster.await(
                    "the leader to notice",
                    () ->
                            cluster.node(0)
                                    .send("GET", "/cluster/members", "")
                                    .body()
                                    .contains("\"answers\": false"));
            String next = "{\"add\": [\"" + cluster.address(comes) + "\"]%s}";
            expect(
                    cluster,
                    0,
                    "/cluster/members",
                    next.formatted(""),
                    503,
                    "another change waits until "
                            + address
                            + " has caught up; one that removes who joins takes its place\n");
            String instead = next.formatted(", \"remove\": [\"" + address + "\"]");
            expect(cluster, 0, "/cluster/members", instead, 200, "");
            cluster.awaitVoters(List.of(0, comes));
        }
    }

    @Test
    void twoThatAreToldAtOnceToJoinEachOtherBecomeOneCluster() throws Exception {
        try (var cluster = new LocalCluster(folder, 1)) {
            cluster.add();
            cluster.node(0).awaitReady();
            cluster.node(1).awaitReady();
            var other = new FutureTask<>(() -> join(cluster, 1, 0));
            Thread.ofVirtual().start(other);
            var answers = List.of(join(cluster, 0, 1), other.get());
            assertTrue(Set.of(200, 409, 503).containsAll(answers), answers.toString());
            LocalCluster.await(
                    "one order to be carried out",
                    () -> Set.of(200, 409).contains(join(cluster, 0, 1)));
            cluster.awaitVoters(cluster.all());
        }
    }

    private static int join(LocalCluster cluster, int comer, int member)
            throws IOException, InterruptedException {
        return cluster.node(comer).status("POST", "/cluster/join", leader(cluster, member));
    }

    @Test
    void whoeverHasLeftSaysSoAndStaysAwayAlsoAfterARestart() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int leader = cluster.awaitLeader(cluster.all());
            int gone = (leader + 1) % 3;
            LocalCluster.await(
                    "the founding to be over",
                    () -> cluster.node(gone).status("POST", "/cluster/leave", "") == 200);
            cluster.awaitVoters(cluster.allBut(gone));
            awaitLeft(cluster, gone);
            expect(cluster, gone, "/cluster/leave", "", 200, "");
            cluster.node(gone).terminate();
            assertEquals(0, cluster.node(gone).exitStatus());
            cluster.arguments(gone, "--join=" + cluster.address(leader));
            cluster.start(gone);
            cluster.node(gone).awaitReady();
            awaitLeft(cluster, gone);
            LocalCluster.await(
                    "a line that says so",
                    () -> cluster.node(gone).output().contains("this node has left its group"));
            expect(
                    cluster,
                    gone,
                    "/cluster/join",
                    leader(cluster, leader),
                    409,
                    "this node has left its cluster, and can come back as a new one: with an empty"
                            + " data folder and --join\n");
            refusedForGood(cluster, gone, leader);
            String log = cluster.node(gone).output();
            assertFalse(log.contains("asks whether it could win"), log);
        }
    }

    @Test
    void aClusterOfTwoBecomesASingleNodeAndBothStartAsBefore() throws Exception {
        try (var cluster = new LocalCluster(folder, 2)) {
            cluster.awaitLeader(cluster.all());
            LocalCluster.await(
                    "the founding to be over",
                    () -> cluster.node(1).status("POST", "/cluster/leave", "") == 200);
            cluster.awaitVoters(List.of(0));
            awaitLeft(cluster, 1);
            for (int node : cluster.all()) {
                cluster.node(node).terminate();
                assertEquals(0, cluster.node(node).exitStatus());
                cluster.start(node);
                cluster.node(node).awaitReady();
            }
            cluster.awaitVoters(List.of(0));
            awaitLeft(cluster, 1);
        }
    }

    /** By address as well as by its identity, and whichever member is asked. */
    private static void refusedForGood(LocalCluster cluster, int gone, int leader)
            throws Exception {
        String info = "" + cluster.info(gone);
        String identity = info.replaceAll("(?s).*\"node\": \"(\\w+)\".*", "$1");
        String where = cluster.address(gone);
        String itself = "{\"id\": \"%s\", \"address\": \"%s\"}".formatted(identity, where);
        int other =
                cluster.allBut(gone).stream().filter(i -> i != leader).findFirst().orElseThrow();
        for (int asked : List.of(leader, other)) {
            for (String comer : List.of("\"" + where + "\"", itself)) {
                String order = "{\"add\": [" + comer + "]}";
                String why = where + " is node " + identity + ", which has left cluster ";
                // After a restart it cannot tell a leader's last words from its first ones.
                LocalCluster.await(
                        why,
                        () -> {
                            var answer =
                                    cluster.node(asked).send("POST", "/cluster/members", order);
                            assertEquals(409, answer.statusCode(), answer.body());
                            return answer.body().startsWith(why);
                        });
            }
        }
        String nobody = itself.replace(identity, "0123456789abcdef");
        String order = "{\"add\": [" + nobody + "]}";
        String why = where + " is node " + identity + ", not 0123456789abcdef\n";
        expect(cluster, leader, "/cluster/members", order, 409, why);
        String nowhere = "{\"add\": [" + itself.replace(where, "nowhere") + "]}";
        String form = "a member needs HOST:PORT, not 'nowhere'\n";
        expect(cluster, leader, "/cluster/members", nowhere, 400, form);
    }

    private static void awaitLeft(LocalCluster cluster, int node) throws InterruptedException {
        LocalCluster.await(
                "a node that has left",
                () -> {
                    String info = "" + cluster.info(node);
                    return info.contains("\"standing\": \"left\"")
                            && info.contains("\"role\": \"follower\"");
                });
    }

    /** Who misses two heartbeats, as on a busy machine, is not led by for a moment. */
    private static void awaitTransfer(LocalCluster cluster, int asked, String order)
            throws InterruptedException {
        LocalCluster.await(
                "leadership to be handed over",
                () -> {
                    int status = cluster.node(asked).status("POST", "/cluster/transfer", order);
                    assertTrue(status == 200 || status == 503, "status " + status);
                    return status == 200;
                });
    }

    @Test
    void leadershipGoesWhereItIsOrderedTo() throws Exception {
        try (var cluster = new LocalCluster(folder, 3)) {
            int first = cluster.awaitLeader(cluster.all());
            int second = (first + 1) % 3;
            String order = "{\"to\": \"" + cluster.address(second) + "\"}";
            awaitTransfer(cluster, second, order);
            assertEquals(second, cluster.awaitLeader(cluster.all()));
            awaitTransfer(cluster, second, "");
            assertTrue(cluster.awaitLeader(cluster.all()) != second);
        }
    }
}
