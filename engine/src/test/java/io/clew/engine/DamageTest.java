package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.raft.SnapshotId;

import org.junit.jupiter.api.Test;

import java.util.Objects;

/** What a node does when some of what it has on disk turns out to be damaged while it runs. */
class DamageTest {
    private static final String DAMAGE = "wal-0000000000000002 is damaged";

    private final TestCluster cluster = TestCluster.started(3, 1);
    private final Server leader = cluster.elect();
    private final Server follower =
            cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();

    DamageTest() {
        for (int i = 0; i < 30; i++) {
            cluster.put(leader, "key" + i, "value" + i);
        }
        cluster.run(2_000);
    }

    @Test
    void aWholeDiskIsReadBackAndNothingElseHappens() {
        cluster.run(10_000);
        cluster.servers.values().forEach(s -> assertNull(s.stored(0).snapshot));
    }

    @Test
    void aSnapshotFromMemoryTakesThePlaceOfADamagedLog() {
        find(follower);
        assertSavedWhatItHas(follower);
        assertTrue(follower.stored(0).log.isEmpty(), "needed: " + follower.stored(0).log.size());
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains(DAMAGE)));
        assertNull(leader.stored(0).snapshot);
    }

    @Test
    void theLeaderPutsItsOwnDiskRightAndGoesOnLeading() {
        find(leader);
        assertSavedWhatItHas(leader);
        assertTrue(leader.stored(0).log.isEmpty(), "needed: " + leader.stored(0).log.size());
        assertEquals(leader, cluster.leader());
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "key1", "later"));
    }

    @Test
    void aDamagedSnapshotIsWrittenOnceMoreEvenIfNothingHasChanged() {
        find(follower);
        SnapshotId saved = Objects.requireNonNull(follower.stored(0).snapshotId);
        follower.stored(0).snapshot = null;
        find(follower);
        assertSavedWhatItHas(follower);
        assertEquals(saved, follower.stored(0).snapshotId);
    }

    @Test
    void whatIsLeftIsEnoughToStartFrom() {
        find(follower);
        follower.crash();
        follower.start();
        cluster.run(2_000);
        assertEquals(
                leader.running().replica(0).state().hash(),
                follower.running().replica(0).state().hash());
        assertNull(follower.running().condemned());
    }

    /** A segment has entries of many shards; of which ones nobody can say who cannot read it. */
    @Test
    void allShardsOfTheNodeAreSavedFromMemory() {
        var sharded = EngineConfig.production().with(ShardingConfig.production(4));
        var several = new TestCluster(3, 7, sharded);
        several.servers.values().forEach(Server::start);
        several.run(4_000);
        Server victim = several.elect();
        victim.damage = DAMAGE;
        several.run(2_000);
        victim.damage = null;
        several.run(2_000);
        for (Replica replica : victim.running().replicas()) {
            StoredShard stored = victim.stored(replica.shard());
            assertNotNull(stored.snapshot, "shard " + replica.shard());
            assertTrue(stored.log.isEmpty(), "needed: " + stored.log.size());
        }
        assertEquals(4, victim.running().replicas().size());
    }

    /** Damage is there until the file is superfluous, and then it is not found again. */
    private void find(Server server) {
        server.damage = DAMAGE;
        cluster.run(2_000);
        server.damage = null;
        cluster.run(2_000);
    }

    private static void assertSavedWhatItHas(Server server) {
        assertNotNull(server.stored(0).snapshot);
        assertEquals(
                server.running().replica(0).state().appliedIndex(),
                server.stored(0).snapshot.last().index());
    }
}
