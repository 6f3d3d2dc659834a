package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.List;

/** How a cluster is founded, and who may be among its founders. */
class FoundingTest {
    @Test
    void noWriteIsAcceptedBeforeAllInitialMembersAreBound() {
        var cluster = new TestCluster(3, 3, EngineConfig.production());
        cluster.server(1).start();
        cluster.server(2).start();
        cluster.run(3000);
        Server leader = cluster.leader();
        assertNotNull(leader);
        assertInstanceOf(Reply.Refused.class, cluster.put(leader, "a", "1"));
        cluster.server(3).start();
        Server complete = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(complete, "a", "1"));
    }

    /** The leader that brought it in is gone, and nobody else has a log that can win. */
    @Test
    void aMemberThatCameInByAnEntryNotYetSeenIsVotedFor() {
        var cluster = new TestCluster(3, 3, TestConfigs.foundedByAMajority());
        Server behind = cluster.server(2);
        Server newcomer = cluster.server(3);
        cluster.server(1).start();
        behind.start();
        Server first = cluster.elect();
        if (first == behind) {
            behind = cluster.server(1);
        }
        cluster.cutOff.add(behind.address);
        newcomer.start();
        cluster.run(1000);
        assertTrue(newcomer.running().status().last() > behind.running().status().last());
        first.crash();
        cluster.heal();
        assertEquals(newcomer, cluster.elect());
    }

    /** All others of the founders are gone, and who came in their place needs its vote. */
    @Test
    void aFounderThatHasButTheFirstEntryVotesForWhoCameInLater() {
        var cluster = TestCluster.started(3, 1);
        Server first = cluster.server(1);
        Server behind = cluster.server(3);
        cluster.now += 2_000 * TestCluster.MILLI;
        first.give(new Event.Ticked());
        cluster.stepUntil(() -> first.running().replica(0).raft().membership().bound());
        cluster.cutOff.add(behind.address);
        Server second = cluster.server(2);
        Server newcomer = cluster.join(4);
        cluster.run(1000);
        assertEquals(first, cluster.leader());
        var change =
                new Change(
                        List.of(new Member(newcomer.id, newcomer.address)),
                        List.of(),
                        List.of(first.id));
        cluster.change(first, change);
        cluster.run(3000);
        assertEquals(1, behind.stored(0).log.size());
        assertEquals(2, newcomer.running().status().peers().size());
        first.crash();
        second.crash();
        cluster.heal();
        assertEquals(newcomer, cluster.elect());
    }

    /** The one that is missing cannot agree to anything, nor be met while nothing is agreed on. */
    @Test
    void nobodyIsRemovedWhereThoseWhomNobodyHasMetWouldBeHalfOfTheRest() {
        var cluster = new TestCluster(3, 3, TestConfigs.foundedByAMajority());
        cluster.server(1).start();
        cluster.server(2).start();
        Server leader = cluster.elect();
        Server other = leader == cluster.server(1) ? cluster.server(2) : cluster.server(1);
        var remove = new Change(List.of(), List.of(), List.of(other.id));
        assertInstanceOf(Reply.Refused.class, cluster.change(leader, remove));
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        cluster.server(3).start();
        cluster.run(1000);
        assertInstanceOf(Reply.Done.class, cluster.change(leader, remove));
    }

    @Test
    void aFirstEntryThatNobodyElseHoldsGivesWayToAnother() {
        var cluster = new TestCluster(3, 3, EngineConfig.production());
        cluster.servers.values().forEach(Server::start);
        Server first = cluster.server(1);
        cluster.now += 2_000 * TestCluster.MILLI;
        first.give(new Event.Ticked());
        cluster.electInVain(first);
        first.crash();
        assertEquals(1, first.stored(0).log.size());
        List<Server> others = List.of(cluster.server(2), cluster.server(3));
        others.forEach(Server::crash);
        others.forEach(Server::start);
        cluster.run(3000);
        assertNotNull(cluster.leader(), "the others lead without knowing who is first");
        assertTrue(others.get(0).stored(0).log.isEmpty() && others.get(1).stored(0).log.isEmpty());
        first.start();
        Server leader = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        cluster.run(300);
        assertEquals(1, first.running().status().keys());
    }

    /** As long as a majority does not hold it, even where the others need not wait for anybody. */
    @Test
    void aFounderWhoseFirstEntryNobodyElseHoldsJoinsTheClusterOfTheOthers() {
        var cluster = new TestCluster(3, 3, TestConfigs.foundedByAMajority());
        cluster.servers.values().forEach(Server::start);
        Server first = cluster.server(1);
        cluster.now += 2_000 * TestCluster.MILLI;
        first.give(new Event.Ticked());
        cluster.electInVain(first);
        assertEquals(0, first.running().clusterId(), "what it founded is not open");
        first.crash();
        List<Server> others = List.of(cluster.server(2), cluster.server(3));
        others.forEach(Server::crash);
        others.forEach(Server::start);
        assertInstanceOf(Reply.Done.class, cluster.put(cluster.elect(), "a", "1"));
        first.start();
        cluster.run(3000);
        assertEquals(1, first.running().status().keys());
    }

    @Test
    void aMemberMayComeBackEmptyAsLongAsTheClusterIsNotOpen() {
        var cluster = new TestCluster(3, 4, EngineConfig.production());
        cluster.servers.values().forEach(Server::start);
        cluster.server(3).diskStalled = true;
        cluster.run(3000);
        Server leader = cluster.leader();
        assertNotNull(leader);
        assertInstanceOf(Reply.Refused.class, cluster.put(leader, "a", "1"));
        cluster.server(3).crash();
        cluster.server(3).wipe(33);
        cluster.server(3).diskStalled = false;
        cluster.server(3).start();
        Server complete = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(complete, "a", "1"));
    }

    @Test
    void membersThatLostTheirDisksCannotFoundASecondCluster() {
        var cluster = TestCluster.started(3, 9);
        Server leader = cluster.elect();
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        List<Server> others = cluster.servers.values().stream().filter(s -> s != leader).toList();
        leader.crash();
        for (int i = 0; i < others.size(); i++) {
            others.get(i).crash();
            others.get(i).wipe(100 + i);
        }
        others.forEach(Server::start);
        cluster.run(3000);
        Server impostor = cluster.leader();
        if (impostor != null) {
            assertInstanceOf(Reply.Refused.class, cluster.put(impostor, "a", "2"));
        }
        leader.start();
        cluster.run(3000);
        for (Server other : others) {
            assertEquals(0, other.running().status().keys());
            Object reply = cluster.put(other, "a", "2");
            assertTrue(!(reply instanceof Reply.Done), "" + reply);
        }
    }

    @Test
    void aReadIsRefusedAtOnceWhileTheClusterIsNotComplete() {
        var cluster = new TestCluster(3, 3, EngineConfig.production());
        cluster.server(1).start();
        cluster.server(2).start();
        cluster.run(3000);
        Server leader = cluster.leader();
        assertNotNull(leader);
        assertInstanceOf(Reply.Refused.class, cluster.get(leader, "a"));
    }

    @Test
    void whoeverClaimsANodesAddressDoesNotTakeItsPlace() {
        var cluster = new TestCluster(3, 15, EngineConfig.production());
        cluster.servers.values().forEach(Server::start);
        for (Server server : cluster.servers.values()) {
            server.give(new Event.PeerMet(server.address, new NodeId(99), 0));
        }
        assertInstanceOf(Reply.Done.class, cluster.put(cluster.elect(), "a", "1"));
    }

    @Test
    void whoeverIsReplacedBeforeTheClusterIsFoundedInheritsNothing() {
        var cluster = new TestCluster(3, 16, EngineConfig.production());
        cluster.server(1).start();
        cluster.server(2).start();
        cluster.run(3000);
        Server leader = cluster.leader();
        assertNotNull(leader);
        Server heir = leader == cluster.server(1) ? cluster.server(2) : cluster.server(1);
        heir.crash();
        cluster.ask(leader, new Request.Resign());
        long token = cluster.ask(leader, new Request.Transfer(heir.address));
        leader.give(new Event.PeerMet(heir.address, new NodeId(77), 0));
        leader.give(new Event.PeerMet("n3:1", new NodeId(3), 0));
        cluster.settle();
        assertEquals(
                new Reply.Refused("the cluster is not founded yet"), cluster.replies.get(token));
        assertEquals(1, leader.stored(0).log.size(), "the first entry, which binds the newcomer");
    }

    @Test
    void whoeverFoundsAClusterAloneNamesItOnlyOnceItIsOnDisk() {
        var cluster = new TestCluster(1, 8, EngineConfig.production());
        Server alone = cluster.server(1);
        alone.diskStalled = true;
        alone.start();
        cluster.run(50);
        alone.give(new Event.Written(alone.unwritten.remove().sequence())); // Its vote.
        cluster.run(50);
        Status status = alone.running().status();
        assertEquals(Status.Role.LEADER, status.role());
        assertEquals(1, status.last());
        assertEquals(0, status.clusterId());
        assertFalse(status.bound());
        var key = new WriteKey(new WriteToken(0, 0, 0), Bytes.utf8("u"));
        var put = new Command.Put(Bytes.utf8("k"), Bytes.utf8("v"));
        long asked = cluster.ask(alone, new Request.KeyedWrite(key, put));
        cluster.settle();
        assertInstanceOf(Reply.Refused.class, cluster.replies.get(asked));
        alone.diskStalled = false;
        cluster.run(50);
        assertTrue(alone.running().status().bound());
        assertNotEquals(0, alone.running().status().clusterId());
    }
}
