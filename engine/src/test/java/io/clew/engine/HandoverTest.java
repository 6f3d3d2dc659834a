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
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Raft;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Leadership goes from one node to another without an election timeout. */
class HandoverTest {
    private static Server otherThan(TestCluster cluster, Server... not) {
        return cluster.servers.values().stream()
                .filter(s -> !List.of(not).contains(s))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Reply transfer(TestCluster cluster, Server from, @Nullable String to) {
        long token = cluster.ask(from, new Request.Transfer(to));
        cluster.settle();
        return cluster.replies.get(token);
    }

    @Test
    void goesToTheVoterThatWasNamed() {
        var cluster = TestCluster.started(5, 1);
        Server leader = cluster.elect();
        for (Server heir : List.copyOf(cluster.servers.values())) {
            Reply reply = transfer(cluster, cluster.elect(), heir.address);
            assertEquals(new Reply.Done(0), reply, heir.address);
            assertEquals(heir, cluster.elect());
        }
        assertEquals(new Reply.Done(0), transfer(cluster, cluster.elect(), leader.id.toString()));
        assertEquals(leader, cluster.elect());
    }

    @Test
    void goesToAnybodyWhereNobodyIsNamed() {
        var cluster = TestCluster.started(3, 2);
        Server leader = cluster.elect();
        assertEquals(new Reply.Done(0), transfer(cluster, leader, null));
        assertEquals(leader.running().status().term(), cluster.elect().running().status().term());
    }

    @Test
    void isRefusedWithAReasonWhereItCannotWork() {
        var cluster = TestCluster.started(3, 3);
        Server leader = cluster.elect();
        Server dead = otherThan(cluster, leader);
        Server follower = otherThan(cluster, leader, dead);
        assertEquals(
                new Reply.Rejected("n9:1 is not a voter of this cluster"),
                transfer(cluster, leader, "n9:1"));
        assertEquals(
                new Reply.NotLeader(leader.address), transfer(cluster, follower, leader.address));
        dead.crash();
        cluster.run(600);
        assertEquals(
                new Reply.Refused(dead.address + " does not answer"),
                transfer(cluster, leader, dead.address));
        var lonely = TestCluster.started(1, 3);
        assertEquals(
                new Reply.Refused("no other voter answers"),
                transfer(lonely, lonely.elect(), null));
    }

    /** Or any number of them could be had to wait. */
    @Test
    void ordersThatWaitAreCountedAmongTheRequests() {
        var cluster = new TestCluster(3, 1, TestConfigs.few(2));
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        long last = 0;
        for (int i = 0; i < 3; i++) {
            last = cluster.ask(leader, new Request.Transfer(null));
        }
        leader.running()
                .flush(cluster.now)
                .answers()
                .forEach(a -> cluster.replies.put(a.token(), a.reply()));
        assertInstanceOf(Reply.Refused.class, cluster.replies.get(last));
        assertNull(cluster.replies.get(last - 1));
    }

    /** It has heard nobody yet, and takes all for alive. */
    @Test
    void aLeaderThatWasJustElectedHandsNothingToTheDead() {
        var cluster = TestCluster.started(3, 8);
        Server leader = cluster.elect();
        Server dead = otherThan(cluster, leader);
        Server heir = otherThan(cluster, leader, dead);
        dead.crash();
        cluster.run(600);
        var asked = new ArrayList<Long>();
        cluster.meanwhile =
                server -> {
                    boolean elected = heir.running().replica(0).raft().settled();
                    if (server == heir && elected && asked.isEmpty()) {
                        asked.add(cluster.ask(heir, new Request.Transfer(dead.address)));
                    }
                };
        assertEquals(new Reply.Done(0), transfer(cluster, leader, heir.address));
        cluster.meanwhile = _ -> {};
        assertEquals(
                new Reply.Refused(dead.address + " does not answer"),
                cluster.replies.get(asked.getFirst()));
    }

    @Test
    void anHeirThatDoesNotTakeOverIsGivenUpAndTheNextTimeComesLast() {
        var cluster = TestCluster.started(3, 4);
        Server leader = cluster.elect();
        cluster.run(100);
        Server first = otherThan(cluster, leader);
        Server second = otherThan(cluster, leader, first);
        cluster.cutOff.add(first.address);
        long token = cluster.ask(leader, new Request.Transfer(first.address));
        cluster.run(490);
        assertInstanceOf(Reply.Refused.class, cluster.put(leader, "a", "1"), "meanwhile");
        cluster.run(20);
        assertEquals(
                new Reply.Refused("the heir did not take over in time"),
                cluster.replies.get(token));
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        cluster.heal();
        cluster.run(100);
        assertEquals(new Reply.Done(0), transfer(cluster, leader, null));
        assertEquals(second, cluster.elect());
    }

    @Test
    void anHeirThatWasJustRestartedObeysALeaderThatIsNoMemberAnyMore() {
        var cluster = TestCluster.started(3, 5);
        Server leaving = cluster.elect();
        cluster.change(leaving, new Change(List.of(), List.of(), List.of(leaving.id)));
        Server heir = otherThan(cluster, leaving, cluster.elect());
        heir.crash();
        heir.start();
        long term = heir.running().status().term() + 1;
        TestCluster.tell(leaving, heir, new Message.TimeoutNow(term));
        assertEquals(Status.Role.CANDIDATE, heir.running().status().role());
        assertEquals(term + 1, heir.running().status().term());
    }

    @Test
    void aChangeTakesNoStepMeanwhile() {
        var cluster = TestCluster.started(3, 9);
        Server leader = cluster.elect();
        Server heir = otherThan(cluster, leader);
        Server joiner = cluster.join(4);
        joiner.diskStalled = true;
        var add = List.of(new Member(joiner.id, joiner.address));
        Reply begun = cluster.change(leader, new Change(add, List.of(), List.of()));
        assertInstanceOf(Reply.Done.class, begun);
        assertTheLogStaysWhileHandedTo(cluster, leader, heir, joiner);
        cluster.run(1000);
        assertEquals(4, raft(leader).membership().voters().size());
    }

    @Test
    void aClusterThatIsBeingFoundedIsNotOpenedMeanwhile() {
        var cluster = TestCluster.started(3, 10);
        Server last = cluster.server(3);
        last.diskStalled = true;
        for (int i = 0; i < 100 && (cluster.leader() == null || !settled(cluster)); i++) {
            cluster.run(100);
        }
        Server leader = Objects.requireNonNull(cluster.leader());
        Server heir = otherThan(cluster, leader, last);
        assertFalse(raft(leader).membership().bound());
        assertTheLogStaysWhileHandedTo(cluster, leader, heir, last);
        cluster.run(1000);
        assertTrue(raft(leader).membership().bound());
    }

    private static boolean settled(TestCluster cluster) {
        return raft(Objects.requireNonNull(cluster.leader())).settled();
    }

    private static Raft raft(Server server) {
        return server.running().replica(0).raft();
    }

    /** For the next step it waits only for one disk, which gives way while the heir is asked. */
    private static void assertTheLogStaysWhileHandedTo(
            TestCluster cluster, Server leader, Server heir, Server late) {
        cluster.cutOff.add(heir.address);
        long end = raft(leader).log().lastIndex();
        assertNull(transfer(cluster, leader, heir.address), "under way");
        late.diskStalled = false;
        cluster.run(100);
        assertTrue(raft(leader).handingOver());
        assertEquals(end, raft(leader).log().lastIndex(), "the heir has all until here");
    }

    @Test
    void aWriteThatIsCommittedIsAnsweredAlsoAfterTheHandover() {
        var cluster = TestCluster.started(3, 5);
        Server slow = cluster.elect();
        slow.diskStalled = true;
        var write = new Request.Write(new Command.Put(Bytes.utf8("a"), Bytes.utf8("1")));
        long token = cluster.ask(slow, write);
        cluster.settle();
        assertEquals(new Reply.Done(0), transfer(cluster, slow, null));
        assertNull(cluster.replies.get(token));
        slow.diskStalled = false;
        cluster.run(100);
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
    }

    /** It could not lead before it has a whole snapshot, and nothing is written meanwhile. */
    @Test
    void doesNotGoToWhoIsFarBehind() {
        var cluster = new TestCluster(3, 9, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server behind = otherThan(cluster, leader);
        cluster.cutOff.add(behind.address);
        cluster.run(1_000);
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "k" + i, "0123456789");
        }
        behind.filesStalled = true;
        cluster.heal();
        cluster.run(500);
        assertEquals(
                new Reply.Refused(behind.address + " is too far behind"),
                transfer(cluster, leader, behind.address));
        assertInstanceOf(Reply.Done.class, cluster.put(leader, "a", "1"));
        behind.filesStalled = false;
        cluster.run(500);
        assertEquals(new Reply.Done(0), transfer(cluster, leader, behind.address));
        assertEquals(behind, cluster.elect());
    }

    /** Stops the whole process for a while: no event reaches it. */
    private static void stop(TestCluster cluster, Server server, long millis) {
        cluster.settle();
        Node node = server.running();
        server.node = null;
        cluster.run(millis);
        server.node = node;
        cluster.run(100);
    }

    @Test
    void aLeaderWhoseDiskIsSlowerThanThoseOfOthersGivesWay() {
        var cluster = TestCluster.started(3, 6);
        Server slow = cluster.elect();
        cluster.run(11_000);
        long term = slow.running().status().term();
        slow.diskStalled = true;
        var write = new Request.Write(new Command.Put(Bytes.utf8("a"), Bytes.utf8("1")));
        long token = cluster.ask(slow, write);
        cluster.run(500);
        assertNotEquals(slow, cluster.leader());
        assertEquals(term + 1, cluster.elect().running().status().term());
        slow.diskStalled = false;
        cluster.run(100);
        assertInstanceOf(Reply.Done.class, cluster.replies.get(token));
        assertTrue(cluster.notes.stream().anyMatch(n -> n.endsWith(": the disk is slow")));
    }

    @Test
    void aLeaderThatIsStoppedAgainAndAgainGivesWayAndItsSuccessorIsNotHasty() {
        var cluster = TestCluster.started(3, 7);
        Server sick = cluster.elect();
        cluster.run(11_000);
        stop(cluster, sick, 350);
        assertEquals(sick, cluster.leader(), "once may be chance");
        stop(cluster, sick, 350);
        Server next = cluster.elect();
        assertNotEquals(sick, next);
        for (int i = 0; i < 4; i++) {
            stop(cluster, next, 350);
        }
        assertEquals(next, cluster.leader(), "all are slow, it seems");
    }

    @Test
    void aLeaderStaysWhereEveryDiskIsSlow() {
        var cluster = TestCluster.started(3, 8);
        Server leader = cluster.elect();
        cluster.run(11_000);
        cluster.servers.values().forEach(s -> s.diskStalled = true);
        assertNull(cluster.put(leader, "a", "1"));
        cluster.run(2_000);
        assertEquals(leader, cluster.leader());
    }
}
