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
    private final TestCluster cluster = new TestCluster(3, 1, TestConfigs.smallLog());

    SnapshotTransferTest() {
        cluster.servers.values().forEach(Server::start);
    }

    /** What is kept of the log for followers that lag is nobody else's business. */
    @Test
    void theLogThatIsShownBeginsBehindTheSnapshot() {
        var alone = new TestCluster(1, 1, TestConfigs.snapshots(400, 4_000));
        alone.servers.values().forEach(Server::start);
        Server server = alone.elect();
        for (int i = 0; i < 100; i++) {
            alone.put(server, "k" + i % 7, "0123456789");
        }
        long token = alone.ask(server, new Request.ReadLog(0, 1, 10));
        alone.settle();
        var page = assertInstanceOf(Reply.LogPage.class, alone.replies.get(token));
        assertTrue(page.snapshot().index() > 10, page.snapshot()::toString);
        assertTrue(
                server.running().replica(0).raft().log().base().index() + 1
                        < page.snapshot().index());
        assertEquals(page.snapshot().index() + 1, page.entries().getFirst().index());
    }

    /** Whoever begins to lead meanwhile may begin to send it. */
    @Test
    void theNewestSnapshotIsKeptUntilTheNextIsMade() {
        Server leader = cluster.elect();
        Server follower = cutOffWhileMuchIsWritten(leader);
        cluster.heal();
        cluster.run(4_000);
        follower.filesStalled = true;
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i, "0123456789");
        }
        var last = follower.running().replica(0).raft().snapshotLast();
        assertTrue(last.index() > 0);
        var save = assertInstanceOf(SnapshotTask.Save.class, follower.stalledTasks.getLast());
        assertTrue(save.needed().stream().anyMatch(kept -> kept.last().equals(last)));
    }

    @Test
    void whatIsBeingStoredIsSentEverMoreSeldomAndNotStoredTwice() {
        Server leader = cluster.elect();
        Server slow = cutOffWhileMuchIsWritten(leader);
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
        assertCaughtUp(slow, leader);
    }

    @Test
    void aSenderWhoseFileIsDamagedSavesItAnewFromMemoryAndSendsThat() {
        Server leader = cluster.elect();
        Server behind = cutOffWhileMuchIsWritten(leader);
        long applied = leader.running().status().applied();
        leader.damageSent = "snapshot-1 is damaged";
        cluster.heal();
        cluster.run(4_000);
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("snapshot-1 is damaged")));
        assertEquals(applied, requireNonNull(leader.stored(0).snapshot).last().index());
        assertEquals(leader, cluster.leader());
        assertCaughtUp(behind, leader);
    }

    /** A follower that only a snapshot can bring on, once it is connected again. */
    private Server cutOffWhileMuchIsWritten(Server leader) {
        Server follower =
                cluster.servers.values().stream()
                        .filter(s -> s != leader)
                        .findFirst()
                        .orElseThrow();
        cluster.cutOff.add(follower.address);
        cluster.run(1_000);
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i, "0123456789");
        }
        return follower;
    }

    private static void assertCaughtUp(Server follower, Server leader) {
        assertEquals(
                leader.running().status().applied(),
                follower.running().status().applied(),
                "caught up");
    }
}
