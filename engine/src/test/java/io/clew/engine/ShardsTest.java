package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.RaftOutbox;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Objects;

/** Keys, clears and leadership in a cluster of several shards. */
class ShardsTest extends ShardedCase {
    @Test
    void eachKeyIsKeptByTheGroupOfItsShard() {
        start();
        putAndGetAll();
        int keys = 0;
        for (Replica replica : cluster.server(1).running().replicas()) {
            keys += replica.state().size();
        }
        assertEquals(24, keys);
        assertEquals(SHARDS, cluster.server(1).running().replicas().size());
    }

    @Test
    void leadersAreSpread() {
        start();
        cluster.run(5_000);
        for (int count : leaders().values()) {
            assertTrue(count >= 2 && count <= 3, leaders().toString());
        }
    }

    @Test
    void heartbeatsOfAllGroupsShareFrames() {
        start();
        cluster.run(5_000);
        long before = cluster.frames;
        cluster.run(1_000);
        long frames = cluster.frames - before;
        // In each of ten beats every node sends to two others, and answers two others; and once in
        // a while it says what it leads. Each group for itself would send three times as many.
        assertTrue(frames >= 100 && frames <= 140, frames + " frames in ten heartbeats");
    }

    @Test
    void whoeverDoesNotLeadAShardSaysWhoDoes() {
        start();
        Bytes key = Bytes.utf8("foo");
        int shard = Slots.shardOf(key, SHARDS);
        for (Server server : cluster.servers.values()) {
            if (!server.running().replica(shard).raft().leads()) {
                long token = cluster.ask(server, new Request.Read(key));
                cluster.settle();
                String leader =
                        assertInstanceOf(Reply.NotLeader.class, cluster.replies.get(token))
                                .leader();
                assertTrue(
                        Objects.requireNonNull(cluster.servers.get(leader))
                                .running()
                                .replica(shard)
                                .raft()
                                .leads());
            }
        }
    }

    /** What it heard of others before would outlive every leader: its term stands still. */
    @Test
    void whoeverIsCutOffNamesNoLeaderOfItsGroups() {
        start();
        cluster.run(2_000);
        Replica leading = Objects.requireNonNull(leading(1));
        Server cutOff =
                cluster.servers.values().stream()
                        .filter(s -> !s.id.equals(leading.raft().self().node()))
                        .findFirst()
                        .orElseThrow();
        cluster.cutOff.add(cutOff.address);
        cluster.run(3_000);
        long token = cluster.ask(cutOff, new Request.Inspect(1));
        cluster.settle();
        var seen = assertInstanceOf(Reply.Inspected.class, cluster.replies.get(token));
        assertNull(seen.status().leader());
    }

    @Test
    void aClearReachesAllShards() {
        start();
        putAndGetAll();
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Write(new Command.Clear()));
        cluster.run(500);
        var done = assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        for (int i = 0; i < 24; i++) {
            assertNull(get("k" + i));
        }
        // Whoever goes on elsewhere must find them gone, too.
        for (int shard = 1; shard < SHARDS; shard++) {
            long seen = done.others().getOrDefault(shard, 0L);
            Replica group = Objects.requireNonNull(leading(shard));
            assertTrue(seen > 1 && seen <= group.state().appliedIndex(), "shard " + shard);
        }
    }

    /**
     * As one whose disk is slow does, again and again; a group that is handed over stands still.
     */
    @Test
    void whoeverGivesLeadershipAwayIsAskedToTakeItEverLessOften() {
        start();
        cluster.run(5_000);
        NodeId meant = Objects.requireNonNull(leading(1)).raft().self();
        var given = new ArrayList<Long>();
        cluster.meanwhile =
                server -> {
                    Replica replica = server.running().find(1);
                    if (replica != null
                            && replica.raft().settled()
                            && replica.raft().self().equals(meant)
                            && replica.raft().transfer(null, cluster.now) == null
                            && (given.isEmpty() || given.getLast() != cluster.now)) {
                        given.add(cluster.now);
                    }
                };
        cluster.run(60_000);
        assertTrue(given.size() >= 2 && given.size() <= 8, () -> "given away at " + given);
    }

    @Test
    void shardsSurviveARestartOfAllNodes() {
        start();
        putAndGetAll();
        cluster.servers.values().forEach(Server::crash);
        cluster.servers.values().forEach(Server::start);
        cluster.run(5_000);
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    @Test
    void whoKnowsOfNoPlacementYetNamesAllShardsAllTheSame() {
        start();
        cluster.servers.values().forEach(Server::crash);
        Server alone = cluster.server(1);
        alone.start();
        assertNull(alone.running().replica(0).state().placement());
        long token = cluster.ask(alone, new Request.Shards());
        cluster.settle();
        var shards = assertInstanceOf(Reply.Shards.class, cluster.replies.get(token));
        assertEquals(SHARDS, shards.shards().size());
    }

    @Test
    void whoeverDoesNotCarryAShardSaysWhoLeadsIt() {
        start();
        join(4);
        cluster.run(40_000);
        int told = 0;
        for (Server server : cluster.servers.values()) {
            for (int i = 0; i < 24; i++) {
                Bytes key = Bytes.utf8("k" + i);
                int shard = Slots.shardOf(key, SHARDS);
                if (server.running().find(shard) == null) {
                    long token = cluster.ask(server, new Request.Read(key));
                    cluster.settle();
                    var elsewhere =
                            assertInstanceOf(Reply.NotLeader.class, cluster.replies.get(token));
                    Server leader = cluster.servers.get(elsewhere.leader());
                    Node node = Objects.requireNonNull(leader).running();
                    assertTrue(node.replica(shard).raft().leads());
                    told++;
                }
            }
        }
        assertTrue(told > 0);
    }

    @Test
    void aClusterThatAMajorityOpensSpreadsItsShardsOverThoseWhoAreMet() {
        cluster = cluster(TestConfigs.foundedByAMajority());
        cluster.server(1).start();
        cluster.server(2).start();
        cluster.run(5_000);
        assertEquals(2, placement().hosts().size());
        cluster.server(3).start();
        cluster.run(5_000);
        assertEquals(3, placement().hosts().size());
    }

    /** Its client would write again, and what is still on its way would erase that. */
    @Test
    void aLeaderThatIsDeposedSaysNothingOfAClearAsLongAsItsOrdersMayArrive() {
        start();
        cluster.run(5_000);
        Server leader = Objects.requireNonNull(cluster.leader());
        cluster.servers.keySet().stream()
                .filter(address -> !address.equals(leader.address))
                .findFirst()
                .ifPresent(cluster.cutOff::add);
        long token = cluster.ask(leader, new Request.Write(new Command.Clear()));
        cluster.run(500);
        cluster.cutOff.add(leader.address);
        while (leader.running().replica(0).raft().leads()) {
            cluster.run(10);
        }
        cluster.run(1_000);
        assertNull(cluster.replies.get(token));
        cluster.run(2_000);
        assertInstanceOf(Reply.Unknown.class, cluster.replies.get(token));
    }

    /** Else it would place nothing for as long as there are writes. */
    @Test
    void aLeaderWhoseDiskIsTheSlowestKnowsWhereShardsAre() {
        start();
        Server leader = Objects.requireNonNull(cluster.leader());
        leader.diskStalled = true;
        cluster.ask(leader, new Request.Write(new Command.Clear()));
        cluster.settle();
        Replica replica = leader.running().replica(0);
        assertTrue(replica.raft().commit() > replica.state().appliedIndex());
        assertTrue(replica.serving());
    }

    /** It can ask nobody any more, and the others will not. */
    @Test
    void aNodeThatIsCondemnedDoesNotSayThatAllShardsAreCleared() {
        var config = EngineConfig.production().with(ShardingConfig.production(SHARDS));
        cluster = new TestCluster(1, 7, config);
        start();
        put("a", "1");
        Server alone = Objects.requireNonNull(cluster.leader());
        alone.diskStalled = true;
        long token = cluster.ask(alone, new Request.Write(new Command.Clear()));
        cluster.settle();
        Replica replica = alone.running().replica(0);
        long applied = replica.state().appliedIndex();
        var wrong = new Message.StateCheck(replica.raft().term(), applied + 100, applied, 1);
        // Both come in one step: the clear is committed, and the node found wrong.
        alone.give(new Event.Written(alone.unwritten.getLast().sequence()));
        replica.raft().outbox().checks.add(new RaftOutbox.Checked(alone.id, wrong));
        cluster.settle();
        assertNotNull(alone.running().condemned());
        assertInstanceOf(Reply.Unknown.class, cluster.replies.get(token));
    }

    @Test
    void clearsThatWaitForOtherShardsAreCountedAmongTheRequests() {
        cluster = cluster(TestConfigs.few(2));
        start();
        cluster.run(5_000);
        Server leader = Objects.requireNonNull(cluster.leader());
        Server other =
                cluster.servers.values().stream()
                        .filter(s -> s != leader)
                        .findFirst()
                        .orElseThrow();
        assertTrue(leaders().getOrDefault(other.address, 0) > 0);
        cluster.cutOff.add(other.address);
        var tokens = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            tokens.add(cluster.ask(leader, new Request.Write(new Command.Clear())));
            cluster.settle();
        }
        assertNull(cluster.replies.get(tokens.get(0)));
        assertNull(cluster.replies.get(tokens.get(1)));
        assertInstanceOf(Reply.Refused.class, cluster.replies.get(tokens.get(2)));
        cluster.heal();
        cluster.run(1_000);
        assertInstanceOf(Reply.Done.class, cluster.replies.get(tokens.get(0)));
    }
}
