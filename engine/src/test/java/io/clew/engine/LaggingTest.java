package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Nodes that hear of no more orders, though they hear the groups that they lead. */
class LaggingTest extends ShardedCase {
    private static final long SECOND = 1_000_000_000L;
    private static final NodeId SELF = new NodeId(1);
    private static final NodeId OTHER = new NodeId(2);
    private static final NodeId THIRD = new NodeId(3);

    /** What is silent for ten seconds is lost. */
    private void startImpatiently() {
        var sharding = new ShardingConfig(SHARDS, 3, "", 10 * SECOND, SECOND / 2, 2);
        cluster = new TestCluster(3, 7, EngineConfig.production().with(sharding));
        start();
        join(4);
        cluster.run(40_000);
        assertNull(moving());
    }

    private Server leader() {
        return Objects.requireNonNull(cluster.leader());
    }

    private Server follower() {
        return cluster.servers.values().stream()
                .filter(s -> s != cluster.leader() && leads(s) > 0)
                .findFirst()
                .orElseThrow();
    }

    private int leads(Server server) {
        return leaders().getOrDefault(server.address, 0);
    }

    /** The newest terms and their leaders. */
    private Map<Integer, String> reigns() {
        var reigns = new TreeMap<Integer, String>();
        for (int shard = 1; shard < SHARDS; shard++) {
            Replica leading = Objects.requireNonNull(leading(shard), "shard " + shard);
            reigns.put(shard, leading.raft().self() + " in " + leading.raft().term());
        }
        return reigns;
    }

    private @Nullable Reply clearAll() {
        long token = cluster.ask(leader(), new Request.Write(new Command.Clear()));
        cluster.run(6_000);
        return cluster.replies.get(token);
    }

    private void changeThePlacement() {
        long before = placement().version();
        cluster.ask(leader(), new Request.PauseMoves(!placement().paused()));
        cluster.settle();
        assertNotEquals(before, placement().version());
    }

    @Test
    void whoeverDoesNotHearOfThePlacementLeavesItsGroupsToThoseWhoDo() {
        startImpatiently();
        Server cut = follower();
        cluster.cut(leader(), cut);
        assertInstanceOf(Reply.Unknown.class, clearAll());
        cluster.run(14_000);
        assertEquals(0, leads(cut));
        assertInstanceOf(Reply.Done.class, clearAll());
        cluster.run(40_000);
        assertNull(moving());
        assertEquals(List.of(), placement().on(cut.id));
        cluster.heal();
        cluster.run(60_000);
        assertTrue(placement().on(cut.id).size() >= 5, placement().toString());
        assertTrue(leads(cut) >= 1, leaders().toString());
    }

    /** The map stays as it is, and what cannot hear of a clear must not hold it up. */
    @Test
    void whoeverDoesNotHearOfAClearLeavesItsGroupsToThoseWhoDo() {
        start();
        cluster.run(5_000);
        Server cut = follower();
        long version = placement().version();
        cluster.cut(leader(), cut);
        assertInstanceOf(Reply.Unknown.class, clearAll());
        cluster.run(2_000);
        assertEquals(0, leads(cut));
        assertInstanceOf(Reply.Done.class, clearAll());
        assertEquals(version, placement().version());
    }

    /** There are no orders that it might not hear of. */
    @Test
    void whileNothingHappensNobodyLags() {
        start();
        cluster.run(5_000);
        Map<Integer, String> reigns = reigns();
        cluster.cut(leader(), follower());
        cluster.run(60_000);
        assertEquals(reigns, reigns());
    }

    @Test
    void whatItHasGivenUpIsNotGivenBackUntilItHears() {
        start();
        cluster.run(5_000);
        Server cut = follower();
        cluster.cut(leader(), cut);
        changeThePlacement();
        cluster.run(8_000);
        assertEquals(0, leads(cut));
        Map<Integer, String> reigns = reigns();
        cluster.run(60_000);
        assertEquals(reigns, reigns());
        cluster.heal();
        cluster.run(10_000);
        assertTrue(leads(cut) >= 2, leaders().toString());
    }

    @Test
    void whoeverHasNoPlacementAtAllLeavesItsGroupsToo() {
        start();
        cluster.run(5_000);
        Server cut = follower();
        cluster.cut(leader(), cut);
        cut.crash();
        cluster.run(3_000);
        cut.start();
        cluster.run(500);
        assertNull(cut.running().replica(0).state().placement());
        NodeId own = cut.running().replica(1).raft().self();
        Replica before = Objects.requireNonNull(leading(1));
        if (carrier(before.raft().self()) == leader()) {
            Server heir = thirdBeside(cut);
            NodeId next = heir.running().replica(1).raft().self();
            assertNull(before.raft().transfer(next, cluster.now));
            cluster.run(500);
        }
        Replica giving = Objects.requireNonNull(leading(1));
        assertNull(giving.raft().transfer(own, cluster.now));
        cluster.run(500);
        assertTrue(leads(cut) > 0);
        cluster.run(10_000);
        assertEquals(0, leads(cut));
    }

    private Server thirdBeside(Server cut) {
        return cluster.servers.values().stream()
                .filter(s -> s != cut && s != cluster.leader())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoeverHearsOfThePlacementALittleLaterKeepsItsGroups() {
        start();
        cluster.run(5_000);
        Map<Integer, String> reigns = reigns();
        for (int i = 0; i < 4; i++) {
            cluster.cut(leader(), follower());
            changeThePlacement();
            cluster.run(3_000);
            cluster.heal();
            cluster.run(1_000);
        }
        assertEquals(reigns, reigns());
    }

    /** Two who both lag would gain nothing by giving their groups to each other. */
    @Test
    void aGroupStaysWhereItIsIfNobodyInItHearsMore() {
        cluster =
                new TestCluster(
                        5, 7, EngineConfig.production().with(ShardingConfig.production(SHARDS)));
        start();
        cluster.run(5_000);
        List<Server> cut =
                cluster.servers.values().stream().filter(s -> s != leader()).limit(2).toList();
        cut.forEach(server -> cluster.cut(leader(), server));
        changeThePlacement();
        cluster.run(10_000);
        Map<Integer, String> reigns = reigns();
        int kept = 0;
        for (Placement.Assignment each : placement().assignments()) {
            boolean helpless =
                    each.replicas().stream()
                            .map(this::carrier)
                            .allMatch(s -> s == leader() || cut.contains(s));
            kept += helpless ? 1 : 0;
        }
        assertTrue(kept > 0, placement().toString());
        assertEquals(kept, cut.stream().mapToInt(this::leads).sum());
        cluster.run(60_000);
        assertEquals(reigns, reigns());
    }

    @Test
    void whoeverIsRemovedAndNotToldSoLeavesItsGroupsAsWell() {
        startImpatiently();
        Server removed = follower();
        cluster.cut(leader(), removed);
        cluster.run(2_000);
        assertTrue(leads(removed) > 0);
        var change = new Change(List.of(), List.of(), List.of(removed.id));
        assertInstanceOf(Reply.Done.class, cluster.change(leader(), change));
        cluster.run(60_000);
        assertEquals(Standing.VOTER, removed.running().status().standing());
        assertEquals(0, leads(removed));
        assertNull(moving());
        assertEquals(List.of(), placement().on(removed.id));
        assertInstanceOf(Reply.Done.class, clearAll());
    }

    /** A group takes no writes while it is handed over. */
    @Test
    void heirsThatGiveTheGroupBackAreNotAskedInTurnsForEver() {
        cluster =
                new TestCluster(
                        5, 7, EngineConfig.production().with(ShardingConfig.production(SHARDS)));
        start();
        cluster.run(5_000);
        int shard = shardBeside(leader());
        NodeId own = Objects.requireNonNull(leading(shard)).raft().self();
        cluster.cut(leader(), carrier(own));
        changeThePlacement();
        cluster.meanwhile =
                server -> {
                    Replica replica = server.running().find(shard);
                    if (replica != null && replica.raft().settled() && server != carrier(own)) {
                        var _ = replica.raft().transfer(own, cluster.now);
                    }
                };
        cluster.run(60_000);
        String begun = carrier(own).address + " shard " + shard + ": hands";
        long times = cluster.notes.stream().filter(note -> note.startsWith(begun)).count();
        assertTrue(times >= 4 && times <= 12, () -> "given away " + times + " times");
    }

    private int shardBeside(Server server) {
        for (int shard = 1; shard < SHARDS; shard++) {
            if (server.running().find(shard) == null) {
                return shard;
            }
        }
        throw new AssertionError("it carries all");
    }

    private static final long GRACE = 5 * SECOND;

    private final Lagging lagging =
            new Lagging(SELF, EngineConfig.production().with(ShardingConfig.production(SHARDS)));

    @Test
    void whoeverIsAlwaysALittleBehindDoesNotLag() {
        for (int i = 0; i < 100; i++) {
            long now = i * SECOND;
            lagging.reported(now, OTHER, 10 + 2 * i, 9 + 2 * i);
            lagging.reported(now, THIRD, 8 + 2 * i, 9 + 2 * i);
            assertFalse(lagging.self(now, 9 + 2 * i));
            assertFalse(lagging.other(now, THIRD));
        }
    }

    @Test
    void whatWasNewFirstIsWhatCounts() {
        lagging.reported(0, OTHER, 7, 6);
        lagging.reported(3 * SECOND, THIRD, 20, 6);
        assertFalse(lagging.self(GRACE, 6));
        assertTrue(lagging.self(GRACE + 1, 6));
        assertTrue(lagging.ahead(OTHER) && lagging.ahead(THIRD));
        // It has come to the first, and is given as long to come to the next.
        lagging.reported(GRACE + 2, THIRD, 20, 7);
        assertFalse(lagging.self(2 * GRACE + 2, 7));
        assertTrue(lagging.self(2 * GRACE + 3, 7));
        assertFalse(lagging.ahead(OTHER));
        assertFalse(lagging.self(2 * GRACE + 3, 20));
    }

    /** Who gives its groups away is known to those who get them by then. */
    @Test
    void othersAreGivenHalfAsLong() {
        lagging.reported(0, OTHER, 6, 7);
        lagging.reported(GRACE / 2, OTHER, 6, 8);
        assertFalse(lagging.other(GRACE / 2, OTHER));
        assertTrue(lagging.other(GRACE / 2 + 1, OTHER));
        lagging.reported(GRACE, OTHER, 7, 8);
        assertFalse(lagging.other(GRACE, OTHER));
    }
}
