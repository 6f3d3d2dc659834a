package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** A shard that has lost its majority, on nodes whose other shards go on. */
class StuckShardTest extends ShardedCase {
    private static final int LIMIT = 4_000;

    private static Bytes keyOf(int shard) {
        int n = 0;
        while (Slots.shardOf(Bytes.utf8("k" + n), 2) != shard) {
            n++;
        }
        return Bytes.utf8("k" + n);
    }

    private long write(Server server, int shard) {
        var put = new Command.Put(keyOf(shard), Bytes.utf8("x".repeat(500)));
        return cluster.ask(server, new Request.Write(put));
    }

    private Server startedAndStuck() {
        EngineConfig config = TestConfigs.snapshots(LIMIT, 60).with(ShardingConfig.production(2));
        cluster = new TestCluster(5, 7, config);
        start();
        Replica leading = Objects.requireNonNull(leading(1));
        Server leader = carrier(leading.raft().self());
        for (NodeId each : placement().assignment(1).replicas()) {
            if (!each.node().equals(leader.id)) {
                carrier(each).crash();
            }
        }
        long stuck = write(leader, 1);
        cluster.settle();
        assertNull(cluster.replies.get(stuck));
        cluster.run(3_000);
        return leader;
    }

    /** Segments are freed in their order: what the stuck shard has in an old one keeps them all. */
    @Test
    void itsEntriesDoNotStayInOldSegments() {
        Server alone = startedAndStuck();
        StoredShard stored = alone.stored(1);
        List<Entry> kept = List.copyOf(stored.log);
        int before = stored.entryWrites;
        for (int i = 0; i < 10 * LIMIT / 500; i++) {
            Server leader = cluster.elect();
            long token = write(leader, 0);
            cluster.run(10);
            assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        }
        cluster.run(2_000);
        int again = stored.entryWrites - before;
        assertNotEquals(0, again);
        assertTrue(again <= 4, "written " + again + " times");
        assertEquals(kept.getLast(), stored.log.getLast());
    }
}
