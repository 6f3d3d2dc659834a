package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Standing;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Members that have left stay away, and those that lost their disks come back as somebody else. */
class DepartureTest {
    private static Server follower(TestCluster cluster) {
        Server leader = cluster.elect();
        return cluster.servers.values().stream().filter(s -> s != leader).findFirst().orElseThrow();
    }

    private static void remove(TestCluster cluster, Server server) {
        var change = new Change(List.of(), List.of(), List.of(server.id));
        assertInstanceOf(Reply.Done.class, cluster.change(cluster.elect(), change));
    }

    private static Standing standing(Server server) {
        return server.running().status().standing();
    }

    private static void assertNeverAsks(TestCluster cluster, Server server) {
        cluster.notes.clear();
        cluster.run(10_000);
        assertTrue(cluster.notes.stream().noneMatch(n -> n.startsWith(server.address + " asks")));
    }

    @Test
    void whoeverHasLeftNeverCampaignsAgainAlsoAfterARestart() {
        var cluster = TestCluster.started(3, 1);
        Server gone = follower(cluster);
        remove(cluster, gone);
        cluster.run(1000);
        assertEquals(Standing.LEFT, standing(gone));
        gone.crash();
        cluster.cutOff.add(gone.address);
        gone.start();
        assertNeverAsks(cluster, gone);
        assertEquals(Standing.LEFT, standing(gone));
        assertEquals(Status.Role.FOLLOWER, gone.running().status().role());
    }

    @Test
    void whoeverWasAwayWhenItWasRemovedIsTold() {
        var cluster = TestCluster.started(3, 2);
        Server gone = follower(cluster);
        gone.crash();
        remove(cluster, gone);
        cluster.run(20_000);
        gone.start();
        cluster.run(5_000);
        assertEquals(Standing.LEFT, standing(gone));
        assertNeverAsks(cluster, gone);
    }

    @Test
    void aWipedMemberIsShutOutAndTakesItsPlaceAnewWhenAsked() {
        var cluster = TestCluster.started(3, 3);
        Server wiped = follower(cluster);
        NodeId before = wiped.id;
        wiped.crash();
        wiped.wipe(77);
        wiped.start();
        cluster.run(2000);
        assertEquals(Standing.SHUT_OUT, standing(wiped));
        assertTrue(cluster.notes.stream().anyMatch(n -> n.contains("empty data folder")));
        long renounced = cluster.ask(wiped, new Request.Renounce(false));
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.replies.get(renounced));
        assertEquals(Standing.WAITING, standing(wiped));
        var self = new Member(wiped.id, wiped.address);
        var change = new Change(List.of(self), List.of(), List.of());
        assertInstanceOf(Reply.Done.class, cluster.change(cluster.elect(), change));
        cluster.run(1000);
        assertEquals(Standing.VOTER, standing(wiped));
        var members = cluster.elect().running().replica(0).raft().membership();
        assertFalse(members.contains(before));
        assertEquals(3, members.voters().size());
        var again = cluster.change(cluster.elect(), change);
        assertInstanceOf(Reply.Done.class, again, "an order that was carried out already");
    }

    @Test
    void nobodyTakesTheAddressOfAMemberThatLives() {
        var cluster = TestCluster.started(3, 4);
        Server victim = follower(cluster);
        var impostor = new Member(new NodeId(77), victim.address);
        var change = new Change(List.of(impostor), List.of(), List.of());
        assertInstanceOf(Reply.Refused.class, cluster.change(cluster.elect(), change));
        assertFalse(cluster.elect().running().replica(0).raft().membership().changing());
    }

    /** From a joint change of which one half has no majority there is no way back. */
    @Test
    void nobodyLeavesWhileTooFewOfTheOthersAnswer() {
        var cluster = TestCluster.started(3, 6);
        Server leader = cluster.elect();
        cluster.run(1000);
        Server away = follower(cluster);
        away.crash();
        cluster.run(250); // Not an election timeout, but two heartbeats.
        Server other =
                cluster.servers.values().stream()
                        .filter(s -> s != leader && s != away)
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                new Reply.Refused("of the voters who would be left no majority answers"),
                cluster.change(leader, new Change(List.of(), List.of(), List.of(other.id))));
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        away.start();
        cluster.run(1000);
        remove(cluster, other);
    }

    @Test
    void theLastVoterCannotLeave() {
        var cluster = TestCluster.started(1, 5);
        Server last = cluster.elect();
        var change = new Change(List.of(), List.of(), List.of(last.id));
        assertEquals(
                new Reply.Rejected("no voter would be left: a cluster ends by stopping its nodes"),
                cluster.change(last, change));
    }
}
