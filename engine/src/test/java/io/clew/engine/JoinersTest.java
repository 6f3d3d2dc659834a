package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Who is to join the cluster and falls silent is not waited for without end. */
class JoinersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long AFTER = 10 * SECOND;

    private TestCluster cluster = cluster(1, EngineConfig.production());

    private static TestCluster cluster(int shards, EngineConfig config) {
        var sharding = new ShardingConfig(shards, 3, "", AFTER, SECOND / 2, 2);
        var cluster = new TestCluster(3, 7, config.with(sharding));
        cluster.servers.values().forEach(Server::start);
        cluster.elect();
        return cluster;
    }

    /** Further servers need a snapshot, which this one cannot store; it answers all the same. */
    private Server slowComer() {
        cluster = cluster(1, TestConfigs.smallLog());
        for (int i = 0; i < 30; i++) {
            assertInstanceOf(Reply.Done.class, cluster.put(leader(), "key" + i, "value" + i));
        }
        Server slow = cluster.join(4);
        slow.filesStalled = true;
        return slow;
    }

    private static Membership membership(Server server) {
        return server.running().replica(0).raft().membership();
    }

    private Server leader() {
        return Objects.requireNonNull(cluster.leader());
    }

    /** Adds some, of whom some are cut off before they have heard anything. */
    private void add(List<NodeId> removed, Server silent, Server... others) {
        cluster.cutOff.add(silent.address);
        List<Member> comers =
                Stream.concat(Stream.of(silent), Stream.of(others))
                        .map(server -> new Member(server.id, server.address))
                        .toList();
        var change = new Change(comers, List.of(), removed);
        assertInstanceOf(Reply.Done.class, cluster.change(leader(), change));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoDiesBeforeItHasCaughtUpIsTakenBack(int shards) {
        cluster = cluster(shards, EngineConfig.production());
        Server comer = cluster.join(4);
        add(List.of(), comer);
        cluster.run(9_000);
        assertEquals(1, membership(leader()).joining().size());
        cluster.run(3_000);
        for (int i = 1; i <= 3; i++) {
            assertFalse(membership(cluster.server(i)).changing());
            assertFalse(membership(cluster.server(i)).contains(comer.id));
        }
        assertEquals(
                List.of(leader().address + " takes back who was to join: n4:1 does not answer"),
                cluster.notes.stream().filter(note -> note.contains("takes back")).toList());
        Server next = cluster.join(5);
        var change = new Change(List.of(new Member(next.id, next.address)), List.of(), List.of());
        assertInstanceOf(Reply.Done.class, cluster.change(leader(), change));
        cluster.run(1_000);
        assertTrue(membership(leader()).isVoter(next.id));
    }

    @Test
    void whoAnswersIsWaitedForHoweverLongItTakes() {
        Server slow = slowComer();
        var change = new Change(List.of(new Member(slow.id, slow.address)), List.of(), List.of());
        cluster.change(leader(), change);
        cluster.run(30_000);
        assertEquals(1, membership(leader()).joining().size());
        slow.filesStalled = false;
        cluster.run(1_000);
        assertTrue(membership(leader()).isVoter(slow.id));
    }

    @Test
    void whoIsBackInTimeIsWaitedForAnew() {
        Server comer = slowComer();
        add(List.of(), comer);
        for (int i = 0; i < 3; i++) {
            cluster.run(8_000);
            cluster.heal();
            cluster.run(1_000);
            cluster.cutOff.add(comer.address);
        }
        assertEquals(1, membership(leader()).joining().size());
        cluster.run(12_000);
        assertFalse(membership(leader()).changing());
    }

    @Test
    void eachLeaderWaitsByItself() {
        add(List.of(), cluster.join(4));
        cluster.run(8_000);
        Server before = leader();
        Raft raft = before.running().replica(0).raft();
        assertNull(raft.transfer(null, cluster.now));
        cluster.run(4_000);
        assertNotEquals(before, leader());
        assertEquals(1, membership(leader()).joining().size());
        cluster.run(8_000);
        assertFalse(membership(leader()).changing());
    }

    /** Or where none leads for long the joiner would be waited for without end. */
    @Test
    void aLeaderThatIsUnseatedCountsOnOnceItIsBack() {
        add(List.of(), cluster.join(4));
        Server first = leader();
        for (int i = 0; i < 3; i++) {
            cluster.run(3_000);
            assertEquals(1, membership(leader()).joining().size());
            assertNull(leader().running().replica(0).raft().transfer(null, cluster.now));
            cluster.run(500);
            Server other = leader();
            assertNotEquals(first, other);
            assertNull(other.running().replica(0).raft().transfer(first.id, cluster.now));
            cluster.run(500);
            assertEquals(first, leader());
        }
        cluster.run(6_000);
        assertFalse(membership(leader()).changing());
    }

    /** One who goes was to be replaced, and not by half of those who were to come. */
    @Test
    void aChangeIsTakenBackAsAWhole() {
        Server comer = cluster.join(4);
        NodeId leaves = cluster.server(leader() == cluster.server(1) ? 2 : 1).id;
        add(List.of(leaves), cluster.join(5), comer);
        cluster.run(9_000);
        assertEquals(2, membership(leader()).joining().size());
        cluster.run(3_000);
        assertFalse(membership(leader()).changing());
        assertEquals(3, membership(leader()).members().size());
        assertTrue(membership(leader()).stays(leaves));
    }
}
