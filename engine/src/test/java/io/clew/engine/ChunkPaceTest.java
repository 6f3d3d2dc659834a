package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ChunkPaceTest {
    private static final long EACH = 1000 * TestCluster.MILLI;
    private static final SnapshotId SNAPSHOT = new SnapshotId(new LogId(1, 1), 1 << 20, 1);

    private final ChunkPace pace = new ChunkPace(TestConfigs.slowTransfer(100));

    private static SnapshotTask.Load load(int shard, long to, long offset) {
        return new SnapshotTask.Load(shard, new NodeId(to), SNAPSHOT, offset, 100);
    }

    private List<SnapshotTask> released(long now, SnapshotTask... tasks) {
        var list = new ArrayList<>(List.of(tasks));
        pace.apply(list, now);
        return list;
    }

    @Test
    void piecesForAllReceiversAndShardsShareOnePace() {
        assertEquals(Long.MAX_VALUE, pace.deadline());
        assertEquals(
                List.of(load(0, 1, 0)), released(0, load(0, 1, 0), load(0, 2, 0), load(1, 1, 0)));
        assertEquals(EACH, pace.deadline());
        assertEquals(List.of(), released(EACH - 1));
        assertEquals(List.of(load(0, 2, 0)), released(EACH));
        assertEquals(List.of(load(1, 1, 0)), released(2 * EACH));
        assertEquals(Long.MAX_VALUE, pace.deadline());
    }

    @Test
    void whoAsksAgainKeepsItsPlaceAndIsServedOnce() {
        released(0, load(0, 1, 0), load(0, 2, 0), load(0, 3, 0));
        released(1, load(0, 2, 100));
        assertEquals(List.of(load(0, 2, 100)), released(EACH));
        assertEquals(List.of(load(0, 3, 0)), released(2 * EACH));
        assertEquals(List.of(), released(3 * EACH));
    }

    @Test
    void otherWorkOnFilesDoesNotWait() {
        var scrub = new SnapshotTask.Scrub(0, 1);
        released(0, load(0, 1, 0));
        assertEquals(List.of(scrub), released(1, load(0, 1, 100), scrub));
    }

    @Test
    void theLastPieceOfASnapshotCostsNoMoreThanItIs() {
        released(0, load(0, 1, SNAPSHOT.sizeBytes() - 10), load(0, 2, 0));
        assertEquals(EACH / 10, pace.deadline());
    }

    @Test
    void aTimeWithoutTransfersIsNotMadeUpFor() {
        released(0, load(0, 1, 0));
        assertEquals(List.of(load(0, 1, 100)), released(9 * EACH, load(0, 1, 100), load(0, 2, 0)));
        assertEquals(10 * EACH, pace.deadline());
    }

    @Test
    void aFollowerThatIsSentASnapshotSlowlyGetsItsHeartbeatsAllTheSame() {
        // Two pieces of 1000 bytes at most, the second longer after the first than any election
        // timeout.
        var cluster = new TestCluster(3, 7, TestConfigs.slowTransfer(250));
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        long term = leader.running().status().term();
        Server behind =
                cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        behind.crash();
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i % 7, "v" + i);
        }
        behind.start();
        for (int i = 0; i < 30; i++) {
            cluster.run(100);
            assertEquals(leader.address, behind.running().status().leader());
        }
        assertNotEquals(7, behind.running().status().keys(), "the second piece had to wait");
        cluster.run(2000);
        assertEquals(7, behind.running().status().keys());
        assertEquals(leader.running().status().applied(), behind.running().status().applied());
        assertEquals(term, leader.running().status().term());
        assertTrue(cluster.trace.stream().noneMatch(line -> line.contains("PreVote")));
    }
}
