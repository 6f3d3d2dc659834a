package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeTest {
    private static String value(@Nullable Object reply) {
        return assertInstanceOf(Reply.Found.class, reply).value().utf8();
    }

    @Test
    void aSingleNodeLeadsWithoutWaitingForATimeout() {
        var cluster = TestCluster.started(1, 1);
        cluster.now += 1;
        cluster.server(1).give(new Event.Ticked());
        cluster.settle();
        assertTrue(cluster.server(1).running().status().serving());
    }

    @Test
    void aSingleNodeStoresReadsAndDeletes() {
        var cluster = TestCluster.started(1, 1);
        Server node = cluster.elect();
        var written = assertInstanceOf(Reply.Done.class, cluster.put(node, "a", "1"));
        var found = assertInstanceOf(Reply.Found.class, cluster.get(node, "a"));
        assertEquals("1", value(found));
        assertEquals(written.revision(), found.revision(), "the revision tells the write");
        var missing = assertInstanceOf(Reply.Missing.class, cluster.get(node, "b"));
        assertEquals(
                new Served(Status.Role.LEADER, written.revision(), Served.UNBOUNDED),
                missing.served());
    }

    @Test
    void aDiskThatIsSlowerThanAnElectionDelaysTheLeaderAndNoMore() {
        var cluster = TestCluster.started(1, 1);
        Server node = cluster.server(1);
        node.diskStalled = true;
        cluster.run(10_000);
        assertEquals(1, node.running().status().term());
        node.diskStalled = false;
        cluster.settle();
        assertTrue(node.running().status().serving());
    }

    @Test
    void aNodeThatIsFullTakesNoMoreValuesUntilSomethingIsDeleted() {
        var cluster = new TestCluster(1, 1, TestConfigs.roomFor(500));
        cluster.servers.values().forEach(Server::start);
        Server server = cluster.elect();
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Reply.Done.class, cluster.put(server, "k" + i, "v"));
        }
        assertInstanceOf(Reply.Full.class, cluster.put(server, "k5", "v"));
        server.crash();
        server.start();
        cluster.elect();
        assertInstanceOf(Reply.Full.class, cluster.put(server, "k5", "v"), "after a restart");
        assertInstanceOf(Reply.Found.class, cluster.get(server, "k0"));
        var delete = new Request.Write(new Command.Delete(Bytes.utf8("k0")));
        long token = cluster.ask(server, delete);
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        assertInstanceOf(Reply.Done.class, cluster.put(server, "k5", "v"));
    }

    @Test
    void nothingIsAnsweredBeforeItIsOnDisk() {
        var cluster = TestCluster.started(1, 1);
        Server node = cluster.elect();
        node.diskStalled = true;
        assertNull(cluster.put(node, "a", "1"));
        node.diskStalled = false;
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.lastEntry().getValue());
    }

    @Test
    void threeNodesElectOneLeaderAndReplicate() {
        var cluster = TestCluster.started(3, 2);
        Server leader = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        cluster.run(300);
        for (Server server : cluster.servers.values()) {
            Status status = server.running().status();
            assertEquals(leader.address, status.leader());
            assertEquals(leader.running().status().applied(), status.applied(), server.address);
            assertEquals(1, status.keys());
        }
    }

    @Test
    void aFollowerNamesTheLeader() {
        var cluster = TestCluster.started(3, 2);
        Server leader = cluster.elect();
        Server other = cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        assertEquals(new Reply.NotLeader(leader.address), cluster.put(other, "a", "1"));
        assertEquals(new Reply.NotLeader(leader.address), cluster.get(other, "a"));
    }

    @Test
    void aNewLeaderTakesOverWithEverythingAcknowledged() {
        var cluster = TestCluster.started(3, 4);
        Server old = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(old, "a", "1"));
        old.crash();
        Server next = cluster.elect();
        assertNotEquals(old, next);
        assertEquals("1", value(cluster.get(next, "a")));
        old.start();
        cluster.run(1000);
        assertEquals(next.address, old.running().status().leader());
        assertEquals(next.running().status().applied(), old.running().status().applied());
    }

    @Test
    void aLeaderWithoutAMajorityStepsDownAndSaysWhatBecameOfItsRequests() {
        var cluster = TestCluster.started(3, 5);
        Server old = cluster.elect();
        cluster.cutOff.add(old.address);
        assertNull(cluster.put(old, "a", "1"));
        long write = cluster.replies.isEmpty() ? 1 : cluster.ask(old, new Request.Inspect()) - 1;
        assertNull(cluster.get(old, "a"));
        cluster.run(700);
        assertEquals(Status.Role.FOLLOWER, old.running().status().role());
        assertInstanceOf(Reply.Unknown.class, cluster.replies.get(write));
        assertInstanceOf(Reply.Refused.class, cluster.replies.lastEntry().getValue());
    }

    @Test
    void theTermOfANodeThatIsCutOffDoesNotGrow() {
        var cluster = TestCluster.started(5, 6);
        Server leader = cluster.elect();
        Server lonely =
                cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        long term = lonely.running().status().term();
        cluster.cutOff.add(lonely.address);
        cluster.run(7000);
        assertEquals(term, lonely.running().status().term());
        assertNull(lonely.running().status().leader());
        cluster.heal();
        cluster.run(2000);
        assertEquals(leader.address, lonely.running().status().leader());
        assertEquals(term, leader.running().status().term());
    }

    @Test
    void aFollowerThatLagsBehindTheLogGetsASnapshot() {
        var cluster = new TestCluster(3, 7, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server lagging =
                cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        lagging.crash();
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Reply.Done.class, cluster.put(leader, "k" + i % 7, "v" + i));
        }
        assertTrue(leader.running().status().snapshot().index() > 50);
        assertTrue(
                leader.stored(0).log.size() < 50,
                "the log was truncated: " + leader.stored(0).log.size());
        lagging.start();
        cluster.run(2000);
        assertEquals(leader.running().status().applied(), lagging.running().status().applied());
        assertEquals(7, lagging.running().status().keys());
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("installed")));
        lagging.crash();
        lagging.start();
        assertEquals(7, lagging.running().status().keys());
    }

    @Test
    void aTransferThatIsSlowerThanNewSnapshotsComeNeedNotBeRepeated() {
        var cluster = new TestCluster(3, 7, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server slow = cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        slow.crash();
        for (int i = 0; i < 50; i++) {
            cluster.put(leader, "k" + i % 7, "v" + i);
        }
        slow.filesStalled = true;
        slow.start();
        cluster.run(200);
        LogId sent = leader.running().status().snapshot();
        for (int i = 0; i < 20; i++) {
            cluster.put(leader, "k" + i % 7, "v" + i);
        }
        assertTrue(leader.running().status().snapshot().index() > sent.index(), "a newer one");
        slow.filesStalled = false;
        cluster.run(1000);
        assertEquals(leader.running().status().applied(), slow.running().status().applied());
        var installed = cluster.notes.stream().filter(n -> n.contains("installed")).toList();
        assertEquals(1, installed.size(), installed.toString());
    }

    @Test
    void whatAFollowerThatIsGoneLacksIsNotKept() {
        var cluster = new TestCluster(3, 7, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server gone = cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        gone.crash();
        cluster.run(1000);
        for (int i = 0; i < 50; i++) {
            cluster.put(leader, "k" + i % 7, "v" + i);
        }
        long snapshot = leader.running().status().snapshot().index();
        long kept = snapshot - leader.running().replica(0).raft().log().base().index();
        assertTrue(kept <= 2, kept + " entries before the snapshot");
    }

    @Test
    void leadershipIsHandedOverWithoutAnElectionTimeout() {
        var cluster = TestCluster.started(3, 8);
        Server old = cluster.elect();
        cluster.ask(old, new Request.Resign());
        cluster.settle();
        Server next = cluster.leader();
        assertNotNull(next);
        assertNotEquals(old, next);
        assertInstanceOf(Reply.Done.class, cluster.put(next, "a", "1"));
    }

    @Test
    void aLeaderWhoseDiskHangsGivesWayToOthers() {
        var cluster = TestCluster.started(3, 14);
        Server stuck = cluster.elect();
        stuck.diskStalled = true;
        assertNull(cluster.put(stuck, "a", "1"));
        cluster.run(8000);
        assertEquals(Status.Role.FOLLOWER, stuck.running().status().role());
        Server next = cluster.elect();
        assertEquals("1", value(cluster.get(next, "a")));
        assertInstanceOf(Reply.Done.class, cluster.put(next, "a", "2"));
        stuck.diskStalled = false;
        cluster.run(1000);
        assertEquals(next.address, stuck.running().status().leader());
        assertEquals(next.running().status().applied(), stuck.running().status().applied());
    }

    @Test
    void aLargeStateIsNotSavedForEverySmallPieceOfLog() {
        var cluster = new TestCluster(1, 17, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server node = cluster.elect();
        for (int i = 0; i < 100; i++) {
            cluster.put(node, "key" + i, "a value that is one of many ".repeat(4));
        }
        long before = cluster.notes.stream().filter(n -> n.contains("snapshot up to")).count();
        for (int i = 0; i < 80; i++) {
            cluster.put(node, "k", "v");
        }
        long after = cluster.notes.stream().filter(n -> n.contains("snapshot up to")).count();
        assertTrue(after <= before + 1, "12 kB of state for 2.5 kB of log: " + (after - before));
    }
}
