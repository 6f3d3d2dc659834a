package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementChange;
import io.clew.engine.placement.Slots;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A cluster of several shards, whose replicas move. */
class ShardsTest {
    private static final int SHARDS = 8;

    private TestCluster cluster = cluster(EngineConfig.production());

    private static TestCluster cluster(EngineConfig config) {
        return new TestCluster(3, 7, config.with(ShardingConfig.production(SHARDS)));
    }

    private void start() {
        cluster.servers.values().forEach(Server::start);
        cluster.run(4_000);
    }

    private Placement placement() {
        Server leader = Objects.requireNonNull(cluster.leader());
        return Objects.requireNonNull(leader.running().replica(0).state().placement());
    }

    /** Asks whoever leads the key's shard. */
    private @Nullable Reply ask(Bytes key, Request request) {
        int shard = Slots.shardOf(key, SHARDS);
        for (Server server : cluster.servers.values()) {
            if (server.node == null) {
                continue;
            }
            Replica replica = server.running().find(shard);
            if (replica != null && replica.raft().settled()) {
                long token = cluster.ask(server, request);
                cluster.run(50);
                return cluster.replies.get(token);
            }
        }
        return null;
    }

    private void put(String key, String value) {
        var put = new Command.Put(Bytes.utf8(key), Bytes.utf8(value));
        assertInstanceOf(Reply.Done.class, ask(Bytes.utf8(key), new Request.Write(put)), key);
    }

    private @Nullable String get(String key) {
        Reply reply = ask(Bytes.utf8(key), new Request.Read(Bytes.utf8(key)));
        if (reply instanceof Reply.Found found) {
            return found.value().utf8();
        }
        assertInstanceOf(Reply.Missing.class, reply, key);
        return null;
    }

    private Map<String, Integer> leaders() {
        var leaders = new TreeMap<String, Integer>();
        for (Server server : cluster.servers.values()) {
            if (server.node != null) {
                leaders.put(
                        server.address,
                        (int)
                                server.running().replicas().stream()
                                        .filter(r -> r.shard() != 0 && r.raft().settled())
                                        .count());
            }
        }
        return leaders;
    }

    private void putAndGetAll() {
        for (int i = 0; i < 24; i++) {
            put("k" + i, "v" + i);
        }
        for (int i = 0; i < 24; i++) {
            assertEquals("v" + i, get("k" + i));
        }
    }

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
    void nobodyGoesBeforeItIsKnownWhatEachCarries() {
        var tokens = new ArrayList<Long>();
        var removal = new Request.ChangeMembers(List.of(), List.of(), List.of("n2:1"));
        cluster.meanwhile =
                server -> {
                    Replica replica = server.running().replica(0);
                    if (replica.raft().settled() && replica.state().placement() == null) {
                        tokens.add(cluster.ask(server, removal));
                    }
                };
        start();
        assertFalse(tokens.isEmpty());
        for (long token : tokens) {
            assertEquals(
                    new Reply.Refused("the shards have no place yet"), cluster.replies.get(token));
        }
        assertEquals(3, placement().hosts().size());
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

    /** The two that are left would be one that answers and one that does not. */
    @Test
    void nobodyGoesWhileTooFewOfTheOthersAnswer() {
        start();
        Replica leader = Objects.requireNonNull(leading(1));
        NodeId self = leader.raft().self();
        List<NodeId> others =
                placement().assignment(1).replicas().stream().filter(r -> !r.equals(self)).toList();
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
        NodeId self = before.raft().self();
        List<NodeId> others =
                placement().assignment(1).replicas().stream().filter(r -> !r.equals(self)).toList();
        Placement asked =
                Objects.requireNonNull(
                        Placement.apply(
                                twoAreEnough(placement()),
                                new PlacementChange.Begin(1, null, self, 1)));
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

    private Server carrier(NodeId replica) {
        return cluster.servers.values().stream()
                .filter(server -> server.id.equals(replica.node()))
                .findFirst()
                .orElseThrow();
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

    private @Nullable Replica leading(int shard) {
        for (Server server : cluster.servers.values()) {
            Replica replica = server.node == null ? null : server.node.find(shard);
            if (replica != null && replica.raft().settled()) {
                return replica;
            }
        }
        return null;
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

    private Placement.@Nullable Move moving() {
        for (Placement.Assignment assignment : placement().assignments()) {
            if (assignment.move() != null) {
                return assignment.move();
            }
        }
        return null;
    }

    private void join(int i) {
        Server comer = cluster.join(i);
        var change = new Change(List.of(new Member(comer.id, comer.address)), List.of(), List.of());
        Server leader = Objects.requireNonNull(cluster.leader());
        assertInstanceOf(Reply.Done.class, cluster.change(leader, change));
    }

    private void drain(String address) {
        Server leader = Objects.requireNonNull(cluster.leader());
        long token = cluster.ask(leader, new Request.Drain(address, true));
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
    }
}
