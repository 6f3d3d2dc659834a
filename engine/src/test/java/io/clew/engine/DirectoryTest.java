package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Leaders;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** What nodes are told of groups that others lead, and how often they say it. */
class DirectoryTest extends ShardedCase {
    private static final long SECOND = 1_000_000_000L;

    /** One shard beside that of the cluster, on three of five nodes. */
    private void startWithOneShard() {
        cluster =
                new TestCluster(5, 7, EngineConfig.production().with(ShardingConfig.production(2)));
        start();
        cluster.run(2_000);
    }

    private List<Server> carriers() {
        return placement().assignment(1).replicas().stream().map(this::carrier).toList();
    }

    /** Of shard 1. */
    private Server leader() {
        return carrier(Objects.requireNonNull(leading(1)).raft().self());
    }

    private Server reader() {
        List<Server> carriers = carriers();
        return cluster.servers.values().stream()
                .filter(server -> !carriers.contains(server))
                .findFirst()
                .orElseThrow();
    }

    /** Where a node sends whoever asks for a key of shard 1. */
    private @Nullable String sends(Server reader) {
        int i = 0;
        while (Slots.shardOf(Bytes.utf8("k" + i), 2) != 1) {
            i++;
        }
        long token = cluster.ask(reader, new Request.Read(Bytes.utf8("k" + i)));
        cluster.settle();
        return assertInstanceOf(Reply.NotLeader.class, cluster.replies.get(token)).leader();
    }

    private Reply.ShardView sees(Server reader) {
        long token = cluster.ask(reader, new Request.Shards());
        cluster.settle();
        return assertInstanceOf(Reply.Shards.class, cluster.replies.get(token)).shards().get(1);
    }

    /** No other can be elected, so nobody has anything newer to say. */
    @Test
    void nobodyIsSentToALeaderThatIsGone() {
        startWithOneShard();
        Server reader = reader();
        assertEquals(leader().address, sends(reader));
        Server gone = leader();
        Server other = carriers().stream().filter(s -> s != gone).findFirst().orElseThrow();
        gone.crash();
        other.crash();
        cluster.run(1_000);
        assertEquals(gone.address, sends(reader));
        cluster.run(4_000);
        assertNull(leading(1));
        assertNull(sends(reader));
        assertNull(sees(reader).leader());
        assertTrue(sees(reader).term() > 0);
        gone.start();
        other.start();
        cluster.run(5_000);
        assertEquals(leader().address, sends(reader));
    }

    @Test
    void whoseReportsGetLostNowAndThenIsStillNamed() {
        startWithOneShard();
        Server reader = reader();
        Server leader = leader();
        for (int i = 0; i < 10; i++) {
            cluster.cut(leader, reader);
            for (int j = 0; j < 15; j++) {
                cluster.run(100);
                assertEquals(leader.address, sends(reader));
            }
            cluster.heal();
            cluster.run(700);
        }
    }

    @Test
    void whoeverKnowsOfNoMoveReportsNoMoreOftenForThat() {
        var sharding = new ShardingConfig(SHARDS, 3, "", 300 * SECOND, SECOND / 2, SHARDS);
        cluster = new TestCluster(3, 7, EngineConfig.production().with(sharding));
        start();
        cluster.run(5_000);
        Server first = Objects.requireNonNull(cluster.leader());
        Server late = thirdBeside(first);
        Placement old = placement();
        cluster.ask(late, new Request.Resign());
        cluster.run(1_000);
        cluster.cut(first, late);
        join(4);
        int shard = moved(old, late);
        NodeId own = late.running().replica(shard).raft().self();
        assertNull(Objects.requireNonNull(leading(shard)).raft().transfer(own, cluster.now));
        cluster.run(500);
        assertEquals(own, Objects.requireNonNull(leading(shard)).raft().self());
        assertNotNull(late.running().replica(0).state().placement());
        int before = cluster.reports.getOrDefault(late.address, 0);
        cluster.run(2_000);
        int reports = cluster.reports.getOrDefault(late.address, 0) - before;
        assertEquals(own, Objects.requireNonNull(leading(shard)).raft().self());
        // Four to the one whom it knows and reaches, and what is new.
        assertTrue(reports >= 4 && reports <= 8, reports + " reports");
    }

    private Server thirdBeside(Server first) {
        return cluster.servers.values().stream()
                .filter(server -> server != first)
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    /** The first shard of a node, to be led by it, that has other members than it knows. */
    private int moved(Placement known, Server late) {
        @Nullable NodeId[] leaders = Leaders.all(known);
        for (int i = 0; i < 80; i++) {
            for (int shard = 1; shard < SHARDS; shard++) {
                NodeId meant = Objects.requireNonNull(leaders[shard]);
                Replica leading = leading(shard);
                boolean other =
                        leading != null
                                && leading.raft().membershipIndex() > 1
                                && !leading.raft().membership().changing()
                                && leading.raft().refusalToChange() == null
                                && leading.raft().membership().isVoter(meant);
                if (meant.node().equals(late.id) && other) {
                    return shard;
                }
            }
            cluster.run(50);
        }
        throw new AssertionError("nothing has moved");
    }
}
