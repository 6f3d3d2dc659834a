package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;

import org.junit.jupiter.api.Test;

/** A snapshot on its way to a follower that is slow to store it. */
class SnapshotTransferTest {
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
}
