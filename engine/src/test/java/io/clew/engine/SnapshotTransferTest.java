package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;

import org.junit.jupiter.api.Test;

/** A snapshot on its way to a follower that is slow to store it. */
class SnapshotTransferTest {
    /** What is kept of the log for followers that lag is nobody else's business. */
    @Test
    void theLogThatIsShownBeginsBehindTheSnapshot() {
        var cluster = new TestCluster(1, 1, TestConfigs.snapshots(400, 4_000));
        cluster.servers.values().forEach(Server::start);
        Server server = cluster.elect();
        for (int i = 0; i < 100; i++) {
            cluster.put(server, "k" + i % 7, "0123456789");
        }
        long token = cluster.ask(server, new Request.ReadLog(0, 1, 10));
        cluster.settle();
        var page = assertInstanceOf(Reply.LogPage.class, cluster.replies.get(token));
        assertTrue(page.snapshot().index() > 10, page.snapshot()::toString);
        assertTrue(
                server.running().replica(0).raft().log().base().index() + 1
                        < page.snapshot().index());
        assertEquals(page.snapshot().index() + 1, page.entries().getFirst().index());
    }

    @Test
    void whatIsBeingStoredIsSentEverMoreSeldomAndNotStoredTwice() {
        var cluster = new TestCluster(3, 1, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server slow =
                cluster.servers.values().stream()
                        .filter(s -> s != leader)
                        .findFirst()
                        .orElseThrow();
        cluster.cutOff.add(slow.address);
        cluster.run(1_000);
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i, "0123456789");
        }
        slow.filesStalled = true;
        cluster.heal();
        cluster.trace.clear();
        cluster.run(10_000);
        long stored =
                slow.stalledTasks.stream().filter(t -> t instanceof SnapshotTask.Receive).count();
        assertEquals(1, stored);
        long sent = cluster.trace.stream().filter(t -> t.contains(" SnapshotChunk[")).count();
        assertTrue(sent >= 3 && sent <= 6, "sent " + sent + " times");
        slow.filesStalled = false;
        cluster.run(4_000);
        assertEquals(
                leader.running().status().applied(),
                slow.running().status().applied(),
                "caught up");
    }

    @Test
    void aSenderWhoseFileIsDamagedSavesItAnewFromMemoryAndSendsThat() {
        var cluster = new TestCluster(3, 1, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server behind =
                cluster.servers.values().stream()
                        .filter(s -> s != leader)
                        .findFirst()
                        .orElseThrow();
        cluster.cutOff.add(behind.address);
        cluster.run(1_000);
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i, "0123456789");
        }
        long applied = leader.running().status().applied();
        leader.damageSent = "snapshot-1 is damaged";
        cluster.heal();
        cluster.run(4_000);
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("snapshot-1 is damaged")));
        assertEquals(applied, requireNonNull(leader.stored(0).snapshot).last().index());
        assertEquals(leader, cluster.leader());
        assertEquals(
                leader.running().status().applied(),
                behind.running().status().applied(),
                "caught up");
    }
}
