package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Replicas of shards move, and members come and go, as far as the groups can bear it. */
class MovesTest extends ShardedCase {
    @Test
    void nobodyGoesBeforeItIsKnownWhatEachCarries() {
        assertNotYet(new Request.ChangeMembers(List.of(), List.of(), List.of("n2:1")));
        assertEquals(3, placement().hosts().size());
    }

    /**
     * Whoever has just been elected may not have applied yet where shards are, or that some are.
     */
    @Test
    void shardsThatHaveNoPlaceYetAreNotTakenForOneThatIsEverywhere() {
        assertNotYet(new Request.Drain("n2:1", true));
    }

    private void assertNotYet(Request request) {
        var tokens = new ArrayList<Long>();
        cluster.meanwhile =
                server -> {
                    Replica replica = server.running().replica(0);
                    boolean admits = replica.raft().refusalToChange() == null;
                    if (admits && replica.state().placement() == null) {
                        tokens.add(cluster.ask(server, request));
                    }
                };
        start();
        assertFalse(tokens.isEmpty());
        for (long token : tokens) {
            assertEquals(
                    new Reply.Refused("the shards have no place yet"), cluster.replies.get(token));
        }
    }

    @Test
    void aNewNodeGetsItsShareAndADrainedOneGivesItAway() {
        start();
        putAndGetAll();
        join(4);
        cluster.run(40_000);
        assertNull(moving());
        for (Server server : cluster.servers.values()) {
            int carried = server.running().replicas().size() - 1;
            assertTrue(carried >= 5 && carried <= 6, server.address + " carries " + carried);
        }
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
        drain("n2:1");
        cluster.run(40_000);
        assertEquals(1, cluster.server(2).running().replicas().size());
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

    @Test
    void whoeverIsAboutToGoIsGivenNothing() {
        start();
        join(4);
        NodeId four = cluster.server(4).id;
        Server five = cluster.join(5);
        Server leader = Objects.requireNonNull(cluster.leader());
        five.crash(); // It never catches up, so that the change does not end.
        var comer = new Member(five.id, five.address);
        cluster.change(leader, new Change(List.of(comer), List.of(), List.of(four)));
        cluster.run(20_000);
        assertEquals(4, placement().hosts().size());
        assertEquals(List.of(), placement().on(four));
        cluster.change(leader, new Change(List.of(), List.of(), List.of(five.id)));
        cluster.run(40_000);
        assertTrue(placement().on(four).size() >= 5, placement().toString());
    }

    /** It has said nothing of itself yet, so that nothing would come of a drain. */
    @Test
    void whoHasJustJoinedIsNotCalledDrained() {
        start();
        join(4);
        assertEquals(3, placement().hosts().size());
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Drain("n4:1", true));
        cluster.settle();
        assertInstanceOf(Reply.Refused.class, cluster.replies.get(token));
    }

    @Test
    void whatWasTakenAwayDoesNotComeBackWithARestart() {
        cluster = cluster(TestConfigs.shortSteps(1)); // It sees every placement once more.
        start();
        join(4);
        cluster.run(40_000);
        drain("n2:1");
        cluster.run(40_000);
        cluster.server(2).crash();
        cluster.notes.clear();
        cluster.server(2).start();
        cluster.run(5_000);
        assertEquals(1, cluster.server(2).running().replicas().size());
        assertEquals(
                List.of(),
                cluster.notes.stream().filter(note -> note.contains("takes in replica")).toList());
    }

    /** Something happens to each replica in every step, also in that in which it goes. */
    @Test
    void aReplicaMayGoInTheStepInWhichSomethingHappensToIt() {
        start();
        join(4);
        cluster.run(20_000);
        drain("n2:1");
        cluster.meanwhile =
                server -> {
                    for (int shard = 1; shard < SHARDS; shard++) {
                        server.give(new Event.Scrubbed(shard, null));
                    }
                };
        cluster.run(20_000);
        assertEquals(1, cluster.server(2).running().replicas().size());
    }

    @Test
    void anOrderThatComesLateIsNotObeyed() {
        start();
        Placement before = placement();
        join(4);
        cluster.run(40_000);
        int obeyed = 0;
        for (int shard = 1; shard < SHARDS; shard++) {
            Replica leader = Objects.requireNonNull(leading(shard));
            NodeId present = before.assignment(shard).replicas().getFirst();
            var order = new PlacementChange.Begin(shard, null, present, 1);
            Placement late = Objects.requireNonNull(Placement.apply(twoAreEnough(before), order));
            assertNotNull(late.assignment(shard).move());
            long last = leader.raft().log().lastIndex();
            boolean moved = leader.raft().membershipIndex() > 1;
            GroupCare.look(cluster.now, leader, late);
            if (moved) {
                assertEquals(last, leader.raft().log().lastIndex(), "shard " + shard);
                obeyed++;
            }
        }
        assertTrue(obeyed > 0, "some shards had moved");
    }

    /** The replicas of the first moving shard, but for this one. */
    private List<NodeId> others(Replica replica) {
        return placement().assignment(1).replicas().stream()
                .filter(other -> !other.equals(replica.raft().self()))
                .toList();
    }

    /** The two that are left would be one that answers and one that does not. */
    @Test
    void nobodyGoesWhileTooFewOfTheOthersAnswer() {
        start();
        Replica leader = Objects.requireNonNull(leading(1));
        List<NodeId> others = others(leader);
        var order = new PlacementChange.Begin(1, null, others.getFirst(), 1);
        Placement asked = Placement.apply(twoAreEnough(placement()), order);
        for (Server server : cluster.servers.values()) {
            if (server.id.equals(others.getLast().node())) {
                server.crash();
            }
        }
        cluster.run(2_000);
        long last = leader.raft().log().lastIndex();
        GroupCare.look(cluster.now, leader, Objects.requireNonNull(asked));
        assertTrue(leader.raft().leads());
        assertEquals(last, leader.raft().log().lastIndex());
    }

    /** It has heard nobody yet, and must not think that all are alive. */
    @Test
    void aLeaderThatWasJustElectedCountsWhoHasAnswered() {
        start();
        Replica before = Objects.requireNonNull(leading(1));
        List<NodeId> others = others(before);
        Placement asked =
                Objects.requireNonNull(
                        Placement.apply(
                                twoAreEnough(placement()),
                                new PlacementChange.Begin(1, null, before.raft().self(), 1)));
        Server heir = carrier(others.getFirst());
        carrier(others.getLast()).crash();
        cluster.run(1_000);
        var looks = new ArrayList<Long>();
        cluster.meanwhile =
                server -> {
                    Replica replica = server == heir ? server.running().find(1) : null;
                    if (replica != null && replica.raft().refusalToChange() == null) {
                        long last = replica.raft().log().lastIndex();
                        GroupCare.look(cluster.now, replica, asked);
                        looks.add(replica.raft().log().lastIndex() - last);
                    }
                };
        assertNull(before.raft().transfer(others.getFirst(), cluster.now));
        cluster.run(2_000);
        assertFalse(looks.isEmpty());
        assertEquals(List.of(0L), looks.stream().distinct().toList());
    }

    /** What is silent is not dead: with the disks of two, a shard of three would be gone. */
    @Test
    void noShardLosesItsMajorityByARemoval() {
        cluster = new TestCluster(5, 7, EngineConfig.production().with(oneShardMore()));
        start();
        List<NodeId> carriers = placement().assignment(1).replicas();
        Server leader = Objects.requireNonNull(cluster.leader());
        var silent = new ArrayList<Server>();
        for (NodeId each : carriers) {
            if (!each.node().equals(leader.id) && silent.size() < 2) {
                silent.add(carrier(each));
            }
        }
        silent.forEach(Server::crash);
        cluster.run(1_000);
        List<NodeId> ids = silent.stream().map(server -> server.id).toList();
        assertEquals(
                new Reply.Rejected("of shard 1 no majority that answers would be left"),
                cluster.change(leader, new Change(List.of(), List.of(), ids)));
        silent.getLast().start();
        cluster.run(1_000);
        Reply one = cluster.change(leader, new Change(List.of(), List.of(), ids.subList(0, 1)));
        assertInstanceOf(Reply.Done.class, one);
    }

    private static ShardingConfig oneShardMore() {
        return ShardingConfig.production(2);
    }

    /** A placement in which a replica may go without another that comes. */
    private static Placement twoAreEnough(Placement placement) {
        return new Placement(
                placement.version(), 2, false, placement.assignments(), placement.hosts());
    }

    @Test
    void aDeadNodeCanBeRemovedAndMayNotComeBackByWhatItSays() {
        start();
        join(4);
        cluster.run(40_000);
        // Or it would soon carry nothing, and be forgotten.
        cluster.ask(Objects.requireNonNull(cluster.leader()), new Request.PauseMoves(true));
        cluster.settle();
        Server gone = cluster.server(3);
        cluster.cutOff.add(gone.address);
        cluster.run(3_000);
        Server leader = Objects.requireNonNull(cluster.leader());
        var removal = new Change(List.of(), List.of(), List.of(gone.id));
        assertInstanceOf(Reply.Done.class, cluster.change(leader, removal));
        cluster.heal();
        cluster.run(5_000);
        long last = leader.running().replica(0).raft().log().lastIndex();
        assertTrue(last < 200, "entries: " + last);
        assertFalse(placement().usable(gone.id));
    }
}
