package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** A node alone with several shards forgets its cluster to join another. */
class ShardsGivenUpTest {
    private static final int SHARDS = 4;
    private static final int SOME_SHARD = 2;
    private static final Bytes KEY =
            IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> Bytes.utf8("k" + i))
                    .filter(key -> Slots.shardOf(key, SHARDS) == SOME_SHARD)
                    .findFirst()
                    .orElseThrow();

    private TestCluster cluster = alone(ShardingConfig.production(SHARDS));

    private static TestCluster alone(ShardingConfig config) {
        return new TestCluster(1, 1, EngineConfig.production().with(config));
    }

    @BeforeEach
    void start() {
        loner().start();
        cluster.run(3_000);
        assertEquals(SHARDS, loner().running().replicas().size());
    }

    private Server loner() {
        return cluster.server(1);
    }

    @Test
    void nothingIsLeftOfItsShards() {
        done(renounce());
        assertGivenUp();
        loner().joins = true;
        loner().crash();
        loner().start();
        assertGivenUp();
        cluster.run(5_000);
        assertEquals(0, loner().running().status().term(), "it waits, also after a restart");
    }

    private void assertGivenUp() {
        assertEquals(0, loner().running().clusterId());
        assertEquals(1, loner().running().replicas().size());
        assertEquals(List.of(), loner().stored(0).log);
        for (int shard = 1; shard < SHARDS; shard++) {
            assertEquals(HardState.gone(0), loner().stored(shard).hard);
            assertEquals(List.of(), loner().stored(shard).log);
        }
    }

    /** A crash in between would leave half a cluster. */
    @Test
    void allIsGivenUpInOneWrite() {
        loner().diskStalled = true;
        long token = cluster.ask(loner(), new Request.Renounce(false));
        cluster.settle();
        done(cluster.replies.get(token));
        assertEquals(1, loner().unwritten.size());
        assertEquals(SHARDS, loner().unwritten.getFirst().shards().size());
    }

    @Test
    void aTrialChangesNothing() {
        done(ask(new Request.Renounce(true)));
        done(ask(put()));
        assertEquals(SHARDS, loner().running().replicas().size());
    }

    @Test
    void aKeyInAnyShardIsKept() {
        done(ask(put()));
        assertEquals(new Reply.Rejected("this node holds keys"), renounce());
        done(ask(new Request.Write(new Command.Delete(KEY))));
        done(renounce());
    }

    /** A start knows what is in its logs only once it has applied them. */
    @Test
    void aKeyIsKeptThatIsInTheLogOfAShardAlone() {
        done(ask(put()));
        loner().crash();
        loner().start();
        assertEquals(0, loner().running().replica(SOME_SHARD).state().size());
        assertInstanceOf(Reply.Refused.class, renounce());
        cluster.run(3_000);
        assertInstanceOf(Reply.Rejected.class, renounce());
    }

    @Test
    void whatIsBeingWrittenInAnyShardIsWaitedFor() {
        long write = cluster.ask(loner(), put());
        assertInstanceOf(Reply.Refused.class, renounce());
        done(cluster.replies.get(write));
    }

    @Test
    void aSnapshotOfAnyShardIsAHistory() {
        loner().filesStalled = true;
        loner().running().replica(SOME_SHARD).files().damaged();
        loner().give(new Event.Scrubbed(SOME_SHARD, null));
        assertEquals(new Reply.Rejected("a snapshot is being taken"), afterSettling());
        loner().filesStalled = false;
        cluster.run(100);
        Reply.Rejected why = assertInstanceOf(Reply.Rejected.class, renounce());
        assertTrue(why.why().startsWith("this node has a history"), why.why());
    }

    private @Nullable Reply afterSettling() {
        cluster.settle();
        return renounce();
    }

    /**
     * The other cluster counts its placements and replicas from the beginning: here both have the
     * numbers of those that are forgotten.
     */
    @Test
    void whatWasNumberedOneIsTakenFromAnotherClusterToo() {
        Placement own = placement(loner());
        done(renounce());
        Server founder = other(2);
        Server second = other(3);
        loner().joins = false;
        founder.start(); // They take all three for founders.
        second.start();
        cluster.run(5_000);
        assertNotEquals(0, founder.running().clusterId());
        assertEquals(founder.running().clusterId(), loner().running().clusterId());
        Placement first = placement(loner());
        assertEquals(own.version(), first.version());
        assertTrue(
                first.on(loner().id).stream().anyMatch(held -> held.replica().replica() == 1),
                first.toString());
        assertEquals(SHARDS, loner().running().replicas().size());
        loner().crash();
        loner().start();
        cluster.run(5_000);
        assertEquals(SHARDS, loner().running().replicas().size());
    }

    @Test
    void aMemberOfAnotherClusterGetsReplicasThere() {
        Server host = host();
        done(renounce());
        takeIn(host);
        assertEquals(SHARDS, loner().running().replicas().size());
        loner().joins = true;
        loner().crash();
        loner().start();
        cluster.run(5_000);
        assertEquals(host.running().clusterId(), loner().running().clusterId());
        assertEquals(SHARDS, loner().running().replicas().size());
        assertInstanceOf(Reply.Rejected.class, renounce());
    }

    /** Leaders in the new cluster may be of earlier terms than this node was, alone. */
    @Test
    void leadersOfTheOldClusterAreForgotten() {
        cluster = alone(new ShardingConfig(SHARDS, 1, "", 300_000_000_000L, 500_000_000, 2));
        start();
        for (int i = 0; i < 4; i++) {
            loner().crash();
            loner().start();
            cluster.run(3_000);
        }
        Server host = host();
        done(renounce());
        takeIn(host);
        int foreign =
                IntStream.range(1, SHARDS)
                        .filter(shard -> loner().running().find(shard) == null)
                        .findFirst()
                        .orElseThrow();
        Bytes key =
                IntStream.range(0, 1000)
                        .mapToObj(i -> Bytes.utf8("k" + i))
                        .filter(k -> Slots.shardOf(k, SHARDS) == foreign)
                        .findFirst()
                        .orElseThrow();
        assertEquals(new Reply.NotLeader(host.address), ask(new Request.Read(key)));
    }

    /** Another server, which is not started yet. */
    private Server other(int i) {
        loner().joins = true;
        Server other = cluster.join(i);
        other.crash();
        other.joins = false;
        return other;
    }

    /** Another node, alone in a cluster of as many shards. */
    private Server host() {
        cluster.cutOff.add(loner().address);
        Server host = other(2);
        host.start();
        cluster.run(3_000);
        assertEquals(SHARDS, host.running().replicas().size());
        assertNotEquals(host.running().clusterId(), loner().running().clusterId());
        return host;
    }

    private void takeIn(Server host) {
        cluster.heal();
        var comer = new Member(loner().id, loner().address);
        done(cluster.change(host, new Change(List.of(comer), List.of(), List.of())));
        cluster.run(20_000);
    }

    private static Placement placement(Server server) {
        Placement placement = server.running().replica(0).state().placement();
        assertNotNull(placement);
        return placement;
    }

    private static Request put() {
        return new Request.Write(new Command.Put(KEY, Bytes.utf8("1")));
    }

    private @Nullable Reply renounce() {
        return ask(new Request.Renounce(false));
    }

    private @Nullable Reply ask(Request request) {
        long token = cluster.ask(loner(), request);
        cluster.settle();
        return cluster.replies.get(token);
    }

    private static void done(@Nullable Reply reply) {
        assertInstanceOf(Reply.Done.class, reply);
    }
}
