package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads of a node's own state, and how old it says that is. */
class LocalReadTest {
    private static final long ANY = Long.MAX_VALUE;

    private static @Nullable Reply read(TestCluster cluster, Server at, long index, long age) {
        long t = cluster.ask(at, new Request.LocalRead(Bytes.utf8("a"), index, age));
        cluster.settle();
        return cluster.replies.get(t);
    }

    private static Server follower(TestCluster cluster, Server leader) {
        return cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
    }

    private static Reply.Local local(@Nullable Reply reply) {
        return assertInstanceOf(Reply.Local.class, reply);
    }

    @Test
    void everyNodeServesAndKnowsHowOldItsStateMayBe() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        cluster.put(leader, "a", "1");
        cluster.run(500);
        for (Server server : cluster.servers.values()) {
            Reply.Local found = local(read(cluster, server, 0, ANY));
            assertEquals(Bytes.utf8("1"), found.value());
            long millis = found.stalenessNanos() / TestCluster.MILLI;
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
        Reply.Local found = local(read(cluster, lost, 0, ANY));
        assertEquals(Bytes.utf8("1"), found.value());
        assertTrue(found.stalenessNanos() >= 3_000 * TestCluster.MILLI, found.toString());
        assertInstanceOf(Reply.Refused.class, read(cluster, lost, 0, 1_000 * TestCluster.MILLI));
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
        Reply.Local found = local(read(cluster, near, 0, ANY));
        assertTrue(found.stalenessNanos() >= 450 * TestCluster.MILLI, found.toString());
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
        long seen = local(read(cluster, leader, 0, ANY)).applied();
        assertNull(read(cluster, lost, seen, ANY), "it waits");
        long waits = cluster.replies.size();
        cluster.heal();
        cluster.run(2_000);
        assertEquals(waits + 1, cluster.replies.size());
        Reply.Local found = local(cluster.replies.lastEntry().getValue());
        assertEquals(Bytes.utf8("2"), found.value());
        assertTrue(found.applied() >= seen);
    }

    @Test
    void aReaderThatHasSeenMoreIsTurnedAwayInTheEnd() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        assertNull(read(cluster, leader, 1_000, ANY));
        cluster.run(6_000);
        assertInstanceOf(Reply.Refused.class, cluster.replies.lastEntry().getValue());
    }
}
