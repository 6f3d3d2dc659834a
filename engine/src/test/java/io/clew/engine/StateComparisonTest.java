package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.kv.KvStore;
import io.clew.engine.raft.Configured;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.SnapshotState;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Replicas that have made something else of the same log, and who of them is believed. */
class StateComparisonTest {
    private static TestCluster cluster(int n) {
        var cluster = new TestCluster(n, 1, TestConfigs.snapshots(400, 400));
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        for (int i = 0; i < 30; i++) {
            cluster.put(leader, "key" + i % 10, "value" + i);
        }
        return cluster;
    }

    private static SnapshotState otherItem(SnapshotState right) {
        KvStore store = KvStore.of(right.data());
        store.put(Bytes.utf8("planted"), Bytes.utf8("by a flipped bit"), 1);
        return new SnapshotState(right.last(), right.configured(), store.view(), right.keys());
    }

    private static SnapshotState otherMembership(SnapshotState right) {
        Membership m = right.membership();
        var stranger = new Member(new NodeId(77), "n77:1");
        var wrong =
                new Membership(
                        m.clusterId(),
                        m.voters(),
                        m.outgoing(),
                        m.joining(),
                        m.leaving(),
                        List.of(stranger),
                        m.bound(),
                        m.shards());
        var configured = new Configured(right.configured().index(), wrong);
        return new SnapshotState(right.last(), configured, right.data(), right.keys());
    }

    /** A node restarts, and reads something else than it has written. */
    private static void restart(Server victim, UnaryOperator<SnapshotState> flip) {
        victim.crash();
        victim.stored(0).snapshot = flip.apply(Objects.requireNonNull(victim.stored(0).snapshot));
        victim.start();
    }

    private static Server follower(TestCluster cluster) {
        Server leader = cluster.leader();
        return cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
    }

    private static List<Server> condemned(TestCluster cluster) {
        return cluster.servers.values().stream()
                .filter(s -> s.running().condemned() != null)
                .toList();
    }

    @Test
    void nobodyIsCondemnedWhileAllStatesAreEqual() {
        TestCluster cluster = cluster(3);
        restart(follower(cluster), s -> s);
        cluster.run(5_000);
        assertEquals(List.of(), condemned(cluster));
    }

    @Test
    void aFollowerThatDiffersFallsSilentAndSaysSo() {
        TestCluster cluster = cluster(3);
        Server victim = follower(cluster);
        restart(victim, StateComparisonTest::otherItem);
        cluster.run(3_000);
        assertEquals(List.of(victim), condemned(cluster));
        Status status = victim.running().status();
        assertNotNull(status.condemned());
        assertNull(status.leader());
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("stops serving")));
        assertEquals(Long.MAX_VALUE, victim.running().deadline());
        long t =
                cluster.ask(
                        victim, new Request.LocalRead(Bytes.utf8("key1"), 0, 0, Long.MAX_VALUE));
        cluster.settle();
        assertInstanceOf(Reply.Refused.class, cluster.replies.get(t));
    }

    /** All were equal when they were last compared, and nothing has been written since. */
    @Test
    void aFollowerThatComesBackDifferentIsFoundThoughNothingIsWritten() {
        TestCluster cluster = cluster(3);
        Server victim = follower(cluster);
        cluster.run(5_000);
        restart(victim, StateComparisonTest::otherItem);
        cluster.run(15_000);
        assertEquals(List.of(victim), condemned(cluster));
    }

    @Test
    void theVoteOfWhoDiffersDoesNotCountAnyMore() {
        TestCluster cluster = cluster(3);
        Server victim = follower(cluster);
        restart(victim, StateComparisonTest::otherItem);
        cluster.run(3_000);
        Objects.requireNonNull(cluster.leader()).crash();
        cluster.run(10_000);
        assertNull(cluster.leader());
    }

    @Test
    void aLeaderThatDiffersStandsDownAndNotTheOthers() {
        TestCluster cluster = cluster(3);
        Server victim = Objects.requireNonNull(cluster.leader());
        restart(victim, StateComparisonTest::otherItem);
        // Elected again before anybody compares.
        cluster.servers.values().stream()
                .filter(s -> s != victim)
                .forEach(s -> cluster.cutOff.add(s.address));
        cluster.run(10);
        cluster.heal();
        cluster.run(200);
        cluster.ask(cluster.elect(), new Request.Resign());
        cluster.run(6_000);
        assertEquals(List.of(victim), condemned(cluster));
        Server leader = cluster.elect();
        assertNotEquals(victim, leader);
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "key1", "later"));
    }

    @Test
    void whereNoMajorityAgreesNobodyIsCondemned() {
        TestCluster cluster = cluster(3);
        Server leader = Objects.requireNonNull(cluster.leader());
        var followers = new TreeSet<>(cluster.servers.keySet());
        followers.remove(leader.address);
        Objects.requireNonNull(cluster.servers.get(followers.first())).crash();
        restart(
                Objects.requireNonNull(cluster.servers.get(followers.last())),
                StateComparisonTest::otherItem);
        cluster.run(5_000);
        assertNull(leader.running().condemned());
        assertNull(
                Objects.requireNonNull(cluster.servers.get(followers.last()))
                        .running()
                        .condemned());
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("no majority has the same")));
    }

    @Test
    void theConfigurationIsPartOfTheState() {
        TestCluster cluster = cluster(3);
        Server victim = follower(cluster);
        restart(victim, StateComparisonTest::otherMembership);
        cluster.run(3_000);
        assertEquals(List.of(victim), condemned(cluster));
    }
}
