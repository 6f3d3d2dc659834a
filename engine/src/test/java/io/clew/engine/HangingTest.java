package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Moves that do not come to their end, though all nodes say that they are there. */
class HangingTest extends ShardedCase {
    private static final long SECOND = 1_000_000_000L;
    private static final long AFTER = 10 * SECOND;

    private void pause(boolean on) {
        cluster.ask(Objects.requireNonNull(cluster.leader()), new Request.PauseMoves(on));
        cluster.settle();
    }

    private int carried(Server server) {
        return placement().on(server.id).size();
    }

    @Test
    void aNodeThatCanTakeNothingDoesNotKeepOthersFromMoving() {
        var sharding = new ShardingConfig(SHARDS, 3, "", AFTER, SECOND / 2, 2);
        cluster = new TestCluster(3, 7, EngineConfig.production().with(sharding));
        start();
        pause(true);
        join(4);
        cluster.run(2_000);
        Server hung = cluster.server(4);
        hung.diskStalled = true;
        pause(false);
        cluster.run(2_000);
        assertEquals(2, carried(hung));
        join(5);
        cluster.run(5_000);
        assertEquals(0, carried(cluster.server(5)));
        cluster.run(30_000);
        assertFalse(Objects.requireNonNull(placement().hosts().get(hung.id)).lost());
        assertEquals(2, carried(hung), "nothing more is moved to where it hangs");
        assertTrue(carried(cluster.server(5)) >= 4, placement().toString());
        hung.diskStalled = false;
        cluster.run(30_000);
        assertNull(moving());
        for (Server server : cluster.servers.values()) {
            assertTrue(carried(server) >= 4 && carried(server) <= 5, placement().toString());
        }
    }

    /** It says that it lives, and hears all but one, who leads some of the shards. */
    @Test
    void aMoveIsGivenUpWhereAnotherNodeCanTakeTheReplica() {
        var sharding = new ShardingConfig(SHARDS, 3, "", AFTER, SECOND / 2, 2);
        cluster = new TestCluster(3, 7, EngineConfig.production().with(sharding));
        start();
        pause(true);
        join(4);
        join(5);
        cluster.run(2_000);
        List<Server> followers =
                IntStream.rangeClosed(1, 3)
                        .mapToObj(cluster::server)
                        .filter(server -> server != cluster.leader())
                        .toList();
        cluster.cut(followers.getFirst(), cluster.server(4));
        followers.getLast().crash();
        cluster.run(15_000);
        pause(false);
        cluster.run(15_000);
        assertNotNull(moving(), "to who does not hear the shard's leader");
        cluster.run(60_000);
        assertFalse(Objects.requireNonNull(placement().hosts().get(cluster.server(4).id)).lost());
        assertEquals(0, carried(followers.getLast()), placement().toString());
    }

    /** Shards 1 and up of three nodes, and a fourth. */
    private static Placement founded() {
        var hosts = new TreeMap<NodeId, Placement.Host>();
        for (int i = 1; i <= 3; i++) {
            hosts.put(new NodeId(i), new Placement.Host("n" + i + ":1", "", false, false));
        }
        Placement founded = Placement.found(4, 3, hosts);
        return after(founded, new PlacementChange.Host(new NodeId(4), "n4:1", ""));
    }

    private static Placement after(Placement before, PlacementChange change) {
        Placement after = Objects.requireNonNull(Placement.apply(before, change));
        assertTrue(after.version() > before.version(), change.toString());
        return after;
    }

    private static Placement begun(Placement before, int shard) {
        Placement.Assignment now = before.assignment(shard);
        NodeId remove = now.replicas().getFirst();
        return after(
                before,
                new PlacementChange.Begin(shard, new NodeId(4), remove, now.configuration()));
    }

    private static Placement settled(Placement before, int shard) {
        List<NodeId> replicas = before.assignment(shard).replicas();
        long configuration = before.assignment(shard).configuration() + 2;
        return after(before, new PlacementChange.Settled(shard, configuration, replicas));
    }

    @Test
    void eachMoveIsTimedByItself() {
        var hanging = new Hanging(AFTER);
        Placement one = begun(founded(), 1);
        assertEquals(Set.of(), hanging.shards(0, one));
        Placement two = begun(one, 2);
        assertEquals(Set.of(), hanging.shards(AFTER, two));
        assertEquals(Set.of(1), hanging.shards(AFTER + 1, two));
        assertEquals(Set.of(1, 2), hanging.shards(2 * AFTER + 1, two));
        // The next move of a shard is another, also if nobody looked between them.
        Placement again = begun(settled(two, 1), 1);
        assertEquals(Set.of(2), hanging.shards(2 * AFTER + 2, again));
        assertEquals(Set.of(), hanging.shards(2 * AFTER + 3, settled(settled(again, 1), 2)));
    }

    @Test
    void aLeaderTimesOnWhereItLeftOff() {
        var hanging = new Hanging(AFTER);
        Placement one = begun(founded(), 1);
        hanging.shards(0, one);
        hanging.shards(AFTER / 2, one);
        hanging.restart(5 * AFTER);
        assertEquals(Set.of(), hanging.shards(5 * AFTER + AFTER / 2, one));
        assertEquals(Set.of(1), hanging.shards(5 * AFTER + AFTER / 2 + 1, one));
        hanging.restart(9 * AFTER);
        assertEquals(Set.of(), hanging.shards(9 * AFTER, begun(settled(one, 1), 1)));
    }

    /** Its group could not make it, so that the time says nothing of where it goes. */
    @Test
    void aMoveIsNotTimedWhileItsGroupHasNoMajority() {
        var hanging = new Hanging(AFTER);
        Placement one = begun(founded(), 1);
        hanging.shards(0, one);
        Placement few = one;
        for (int i = 1; i <= 2; i++) {
            few = after(few, new PlacementChange.Lost(new NodeId(i), true));
        }
        assertEquals(Set.of(), hanging.shards(2 * AFTER, few));
        Placement back = after(few, new PlacementChange.Lost(new NodeId(1), false));
        assertEquals(Set.of(), hanging.shards(3 * AFTER, back));
        assertEquals(Set.of(1), hanging.shards(4 * AFTER + 1, back));
    }
}
