package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Freshness;
import io.clew.engine.raft.Message;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads of a node's own state, and how old it says that is. */
class LocalReadTest {
    private static final long ANY = Long.MAX_VALUE;
    private static final long WAIT = 2_000 * TestCluster.MILLI;

    private static @Nullable Reply read(TestCluster cluster, Server at, long index, long age) {
        long t = cluster.ask(at, new Request.LocalRead(Bytes.utf8("a"), index, WAIT, age));
        cluster.settle();
        return cluster.replies.get(t);
    }

    private static Server follower(TestCluster cluster, Server leader) {
        return cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
    }

    private static Reply.Found found(@Nullable Reply reply) {
        return assertInstanceOf(Reply.Found.class, reply);
    }

    private static long staleness(Reply.Found found) {
        return found.served().stalenessNanos() / TestCluster.MILLI;
    }

    private static String refusal(@Nullable Reply reply) {
        return assertInstanceOf(Reply.Refused.class, reply).why();
    }

    @Test
    void everyNodeServesAndKnowsHowOldItsStateMayBe() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        cluster.put(leader, "a", "1");
        cluster.run(500);
        for (Server server : cluster.servers.values()) {
            Reply.Found found = found(read(cluster, server, 0, ANY));
            assertEquals(Bytes.utf8("1"), found.value());
            long millis = staleness(found);
            assertTrue(millis >= 0 && millis <= 250, server.address + ": " + millis);
        }
    }

    @Test
    void aFollowerThatIsCutOffGrowsOlder() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        cluster.put(leader, "a", "1");
        cluster.run(500);
        Server lost = follower(cluster, leader);
        cluster.cutOff.add(lost.address);
        cluster.put(leader, "a", "2");
        cluster.run(3_000);
        Reply.Found found = found(read(cluster, lost, 0, ANY));
        assertEquals(Bytes.utf8("1"), found.value());
        assertTrue(staleness(found) >= 3_000, found.toString());
        String tooOld = refusal(read(cluster, lost, 0, 1_000 * TestCluster.MILLI));
        assertTrue(tooOld.startsWith("this node's state may be "), tooOld);
    }

    @Test
    void aFollowerOfALeaderThatNobodyElseFollowsDoesNotCallItselfFresh() {
        var cluster = TestCluster.started(5, 1);
        Server leader = cluster.elect();
        cluster.put(leader, "a", "1");
        cluster.run(500);
        Server near = follower(cluster, leader);
        cluster.servers.values().stream()
                .filter(s -> s != leader && s != near)
                .forEach(s -> cluster.cutOff.add(s.address));
        cluster.run(450);
        Reply.Found found = found(read(cluster, near, 0, ANY));
        assertTrue(staleness(found) >= 450, found.toString());
    }

    @Test
    void anOldHeartbeatThatComesOnceMoreMakesNobodyFresh() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        cluster.put(leader, "a", "1");
        cluster.run(500);
        Server lost = follower(cluster, leader);
        cluster.cutOff.add(lost.address);
        long applied = lost.running().status().applied();
        heartbeat(leader, lost, 1_000, Freshness.NONE);
        cluster.put(leader, "a", "2");
        cluster.run(3_000);
        assertEquals(Status.Role.CANDIDATE, lost.running().status().role());
        heartbeat(leader, lost, 1_000, Freshness.NONE);
        cluster.run(10);
        heartbeat(leader, lost, 1_001, new Freshness(1_000, 0, applied));
        assertEquals(Status.Role.FOLLOWER, lost.running().status().role());
        Reply.Found found = found(read(cluster, lost, 0, ANY));
        assertEquals(Bytes.utf8("1"), found.value());
        assertTrue(staleness(found) >= 3_000, found.toString());
    }

    private static void heartbeat(Server leader, Server to, long round, Freshness freshness) {
        long term = leader.running().status().term();
        var heartbeat = new Message.Heartbeat(term, round, 0, freshness);
        TestCluster.tell(leader, to, heartbeat);
    }

    @Test
    void aReaderDoesNotGoBackInTime() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server lost = follower(cluster, leader);
        cluster.put(leader, "a", "1");
        cluster.run(300);
        cluster.cutOff.add(lost.address);
        cluster.put(leader, "a", "2");
        long seen = found(read(cluster, leader, 0, ANY)).served().applied();
        assertNull(read(cluster, lost, seen, ANY), "it waits");
        long waits = cluster.replies.size();
        cluster.heal();
        cluster.run(1_500);
        assertEquals(waits + 1, cluster.replies.size());
        Reply.Found found = found(cluster.replies.lastEntry().getValue());
        assertEquals(Bytes.utf8("2"), found.value());
        assertTrue(found.served().applied() >= seen);
    }

    @Test
    void aReaderThatHasSeenMoreIsTurnedAwayInTheEnd() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        assertNull(read(cluster, leader, 1_000, ANY));
        cluster.run(1_900);
        assertEquals(0, cluster.replies.size());
        cluster.run(200);
        assertEquals(
                "entry 1000 was not applied here in time",
                refusal(cluster.replies.lastEntry().getValue()));
    }

    @Test
    void whoWaitsForLessIsServedFirst() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        long applied = found(put(cluster, leader, "1")).served().applied();
        long later = ask(cluster, leader, applied + 2);
        long sooner = ask(cluster, leader, applied + 1);
        cluster.put(leader, "a", "2");
        assertEquals(Bytes.utf8("2"), found(cluster.replies.get(sooner)).value());
        assertNull(cluster.replies.get(later));
        cluster.put(leader, "a", "3");
        assertEquals(Bytes.utf8("3"), found(cluster.replies.get(later)).value());
    }

    private static @Nullable Reply put(TestCluster cluster, Server leader, String value) {
        cluster.put(leader, "a", value);
        return read(cluster, leader, 0, ANY);
    }

    private static long ask(TestCluster cluster, Server at, long index) {
        long t = cluster.ask(at, new Request.LocalRead(Bytes.utf8("a"), index, WAIT, ANY));
        cluster.settle();
        return t;
    }
}
