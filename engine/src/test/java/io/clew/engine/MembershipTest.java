package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Members come and go while the cluster works. */
class MembershipTest {
    private static Member member(Server server) {
        return new Member(server.id, server.address);
    }

    private static Change add(Server... servers) {
        return new Change(
                List.of(servers).stream().map(MembershipTest::member).toList(),
                List.of(),
                List.of());
    }

    private static Change remove(Server... servers) {
        return new Change(List.of(), List.of(), List.of(servers).stream().map(s -> s.id).toList());
    }

    private static Membership membership(Server server) {
        return server.running().replica(0).raft().membership();
    }

    private static List<NodeId> voters(Server server) {
        return membership(server).voters().stream().map(Member::id).toList();
    }

    private static void done(@Nullable Reply reply) {
        assertInstanceOf(Reply.Done.class, reply);
    }

    @Test
    void aClusterGrowsFromOneToThree() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        done(cluster.put(leader, "a", "1"));
        Server second = cluster.join(2);
        Server third = cluster.join(3);
        done(cluster.change(leader, add(second, third)));
        cluster.run(1000);
        for (Server server : cluster.servers.values()) {
            assertEquals(List.of(leader.id, second.id, third.id), voters(server));
            assertFalse(membership(server).changing());
            assertEquals(1, server.running().status().keys());
        }
        leader.crash();
        Server next = cluster.elect();
        assertInstanceOf(Reply.Found.class, cluster.get(next, "a"));
    }

    /** An order to change names a configuration by it, whoever of the group leads then. */
    @Test
    void aConfigurationKeepsItsIndexInASnapshot() {
        var cluster = new TestCluster(3, 1, TestConfigs.snapshots(400, 400));
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        for (int i = 0; i < 30; i++) {
            done(cluster.put(leader, "key" + i % 10, "value" + i));
        }
        long index = leader.running().replica(0).raft().membershipIndex();
        var snapshot = Objects.requireNonNull(leader.stored(0).snapshot);
        assertTrue(snapshot.last().index() > index);
        leader.crash();
        leader.start();
        assertEquals(index, leader.running().replica(0).raft().membershipIndex());
    }

    @Test
    void whoIsAloneAndWasStartedElsewhereSaysWhere() {
        var cluster = TestCluster.started(1, 1);
        Server moved = cluster.restartedAt("n9:1");
        Server second = cluster.join(2);
        done(cluster.change(moved, add(second)));
        cluster.run(1000);
        for (Server server : cluster.servers.values()) {
            assertEquals(
                    Set.of(member(moved), member(second)), Set.copyOf(membership(server).voters()));
        }
    }

    /** A leader that starts anew knows at first of no entry that it is committed. */
    @Test
    void aLeaderThatWasStartedAnewLetsNobodyVoteWhoHasNotCaughtUp() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        done(cluster.put(leader, "a", "1"));
        Server joiner = cluster.join(2);
        cluster.cutOff.add(joiner.address);
        cluster.change(leader, add(joiner));
        cluster.run(1000);
        leader.crash();
        leader.start();
        cluster.now += 2_000 * TestCluster.MILLI;
        leader.give(new Event.Ticked());
        cluster.stepUntil(() -> leader.running().replica(0).raft().leads());
        leader.diskStalled = true;
        cluster.run(200);
        leader.diskStalled = false;
        cluster.run(1000);
        assertEquals(List.of(leader.id), voters(leader));
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "b", "2"));
        cluster.heal();
        cluster.run(1000);
        assertEquals(List.of(leader.id, joiner.id), voters(leader));
    }

    /** It would be a voter that is missing from its first moment on. */
    @Test
    void whoHasCaughtUpAndIsGoneIsWaitedForBeforeItIsToVote() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server[] young = {cluster.join(4), cluster.join(5)};
        cluster.cutOff.add(young[1].address);
        cluster.change(leader, add(young));
        cluster.run(2000);
        young[0].crash();
        cluster.run(2000);
        cluster.heal();
        cluster.run(2000);
        assertEquals(leader, cluster.elect());
        assertEquals(3, voters(leader).size());
        done(cluster.put(leader, "a", "1"));
        young[0].start();
        cluster.run(3000);
        assertEquals(5, voters(cluster.elect()).size());
    }

    /** Once the change is joint it cannot be taken back, whoever is missing then. */
    @Test
    void aChangeWaitsForAMajorityOfThoseWhoAreToDecideThen() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server young = cluster.join(4);
        cluster.cutOff.add(young.address);
        List<Server> others =
                List.of(cluster.server(1), cluster.server(2), cluster.server(3)).stream()
                        .filter(s -> s != leader)
                        .toList();
        Server stays = others.getFirst();
        Server goes = others.getLast();
        var change = new Change(List.of(member(young)), List.of(), List.of(leader.id, goes.id));
        cluster.change(leader, change);
        stays.crash();
        cluster.run(1000);
        cluster.heal();
        cluster.run(2000);
        assertFalse(membership(leader).joint());
        done(cluster.put(leader, "a", "1"));
        stays.start();
        cluster.run(3000);
        assertEquals(Set.of(stays.id, young.id), Set.copyOf(voters(cluster.elect())));
    }

    @Test
    void aNodeThatWaitsToBeTakenInNeverCampaigns() {
        var cluster = TestCluster.started(1, 1);
        cluster.elect();
        Server waiting = cluster.join(2);
        cluster.run(10_000);
        assertEquals(0, waiting.running().status().term());
        assertTrue(cluster.notes.stream().noneMatch(n -> n.startsWith("n2:1 asks")));
    }

    @Test
    void allThreeAreReplacedInOneStep() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        done(cluster.put(leader, "a", "1"));
        Server[] old = {cluster.server(1), cluster.server(2), cluster.server(3)};
        Server[] young = {cluster.join(4), cluster.join(5), cluster.join(6)};
        var change =
                new Change(
                        List.of(member(young[0]), member(young[1]), member(young[2])),
                        List.of(),
                        List.of(old[0].id, old[1].id, old[2].id));
        done(cluster.change(leader, change));
        cluster.run(3000);
        for (Server server : old) {
            assertNotEquals(Status.Role.LEADER, server.running().status().role());
            assertFalse(membership(server).contains(server.id), server.address);
            server.crash();
        }
        Server next = cluster.elect();
        assertEquals(List.of(young[0].id, young[1].id, young[2].id), voters(next));
        assertInstanceOf(Reply.Found.class, cluster.get(next, "a"));
        done(cluster.put(next, "b", "2"));
    }

    @Test
    void aLeaderThatIsRemovedHandsOverAndNeverCampaignsAgain() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        long term = leader.running().status().term();
        done(cluster.change(leader, remove(leader)));
        cluster.notes.clear();
        cluster.run(400);
        Server next = cluster.leader();
        assertNotNull(next);
        assertNotEquals(leader, next, "no election timeout had to pass");
        assertEquals(term + 1, next.running().status().term());
        done(cluster.put(next, "a", "1"));
        cluster.run(10_000);
        assertTrue(cluster.notes.stream().noneMatch(n -> n.startsWith(leader.address + " asks")));
        leader.crash();
        leader.start();
        cluster.run(10_000);
        assertEquals(term + 1, next.running().status().term());
        assertEquals(next, cluster.leader());
    }

    @Test
    void aMajorityOfTheNewVotersAloneDecidesNothingInAJointChange() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server[] young = {cluster.join(4), cluster.join(5)};
        List.of(young).forEach(s -> cluster.cutOff.add(s.address));
        done(cluster.change(leader, add(young)));
        // The two who are to come hold everything; of the others only the leader is left when it
        // has begun to ask both halves.
        cluster.meanwhile =
                server -> {
                    if (server == leader && membership(leader).joint()) {
                        List.of(cluster.server(1), cluster.server(2), cluster.server(3)).stream()
                                .filter(s -> s != leader)
                                .forEach(s -> cluster.cutOff.add(s.address));
                    }
                };
        cluster.cutOff.clear();
        long before = leader.running().status().commit();
        cluster.run(480);
        cluster.meanwhile = _ -> {};
        assertTrue(membership(leader).joint());
        assertEquals(before, leader.running().status().commit());
        assertEquals(before + 1, young[0].running().status().last());
        cluster.heal();
        cluster.run(3000);
        Server healed = cluster.elect();
        cluster.run(1000);
        assertEquals(5, voters(healed).size());
        assertFalse(membership(healed).changing());
    }

    @Test
    void aChangeThatIsTruncatedIsRolledBack() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server victim =
                cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        cluster.cutOff.add(leader.address);
        assertNull(cluster.change(leader, remove(victim)));
        assertTrue(membership(leader).joint());
        Server next = leader;
        for (int i = 0; i < 50 && next == leader; i++) {
            cluster.run(100);
            next = cluster.leader() == null ? leader : cluster.leader();
        }
        assertNotEquals(leader, next);
        done(cluster.put(next, "a", "1"));
        cluster.heal();
        cluster.run(2000);
        assertEquals(3, voters(leader).size());
        assertFalse(membership(leader).joint());
    }

    @Test
    void aNewLeaderCompletesAChange() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server fourth = cluster.join(4);
        cluster.cutOff.add(fourth.address);
        done(cluster.change(leader, add(fourth)));
        cluster.run(1000);
        assertEquals(List.of(member(fourth)), membership(leader).joining());
        leader.crash();
        Server next = cluster.elect();
        cluster.heal();
        cluster.run(2000);
        assertEquals(4, voters(next).size());
        assertFalse(membership(next).changing());
    }

    @Test
    void aSecondChangeWaitsForTheFirstAndMayTakeItBack() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server fourth = cluster.join(4);
        cluster.cutOff.add(fourth.address);
        done(cluster.change(leader, add(fourth)));
        Server fifth = cluster.join(5);
        assertInstanceOf(Reply.Refused.class, cluster.change(leader, add(fifth)));
        done(cluster.change(leader, remove(fourth)));
        assertFalse(membership(leader).changing());
        done(cluster.change(leader, add(fourth)));
        var instead = new Change(List.of(member(fifth)), List.of(), List.of(fourth.id));
        done(cluster.change(leader, instead));
        cluster.run(1000);
        assertEquals(4, voters(leader).size());
    }

    @Test
    void aChangeAskedForOnceMoreIsDoneWhenTheLeaderHoldsItToo() {
        var cluster = TestCluster.started(3, 1);
        Server leader = cluster.elect();
        Server fourth = cluster.join(4);
        leader.diskStalled = true;
        assertNull(cluster.change(leader, add(fourth)));
        var raft = leader.running().replica(0).raft();
        assertTrue(raft.membershipIndex() <= raft.commit(), "the others hold it");
        assertInstanceOf(Reply.Refused.class, cluster.change(leader, add(fourth)));
        leader.diskStalled = false;
        cluster.settle();
        done(cluster.change(leader, add(fourth)));
    }

    @Test
    void aReplicaFollowsForEverAndCountsNowhere() {
        var cluster = TestCluster.started(1, 1);
        Server leader = cluster.elect();
        Server replica = cluster.join(2);
        done(cluster.change(leader, new Change(List.of(), List.of(member(replica)), List.of())));
        done(cluster.put(leader, "a", "1"));
        cluster.run(300);
        assertEquals(Status.Role.REPLICA, replica.running().status().role());
        assertEquals(1, replica.running().status().keys());
        replica.crash();
        done(cluster.put(leader, "b", "2"));
        replica.start();
        cluster.run(500);
        assertEquals(2, replica.running().status().keys());
    }

    @Test
    void nobodyIsTakenInBeforeTheLeaderHasCommittedInItsTerm() {
        var cluster = TestCluster.started(3, 1);
        Server first = cluster.elect();
        Server fourth = cluster.join(4);
        Server next = cluster.servers.values().stream().filter(s -> s != first).findFirst().get();
        first.crash();
        cluster.now += 2_000 * TestCluster.MILLI;
        next.give(new Event.Ticked());
        first.start();
        cluster.electInVain(next);
        assertInstanceOf(Reply.Refused.class, cluster.change(next, add(fourth)));
        cluster.heal();
        Server settled = cluster.elect();
        done(cluster.change(settled, add(fourth)));
    }
}
