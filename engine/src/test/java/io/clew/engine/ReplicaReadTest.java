package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Message;
import io.clew.engine.wire.MessageCodec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Linearizable reads of a node that has no vote: it asks the leader how far they must see. */
class ReplicaReadTest {
    private final TestCluster cluster = TestCluster.started(3, 1);
    private final Server leader = cluster.elect();
    private final Server replica = cluster.join(4);

    ReplicaReadTest() {
        cluster.put(leader, "a", "1");
        cluster.change(
                leader,
                new Change(List.of(), List.of(new Member(replica.id, replica.address)), List.of()));
        cluster.run(500);
        assertEquals(Status.Role.REPLICA, replica.running().status().role());
        cluster.trace.clear();
    }

    private long ask() {
        return cluster.ask(replica, new Request.Read(Bytes.utf8("a")));
    }

    private static String value(@Nullable Reply reply) {
        return assertInstanceOf(Reply.Found.class, reply).value().utf8();
    }

    private static String why(@Nullable Reply reply) {
        return assertInstanceOf(Reply.Refused.class, reply).why();
    }

    private List<String> questions() {
        return cluster.trace.stream()
                .filter(line -> line.contains("ReadIndex["))
                .map(line -> line.replaceAll("run=-?[0-9]+", "run=R"))
                .toList();
    }

    @Test
    void itAsksTheLeaderOnceForAllThatWait() {
        long first = ask();
        long second = ask();
        cluster.settle();
        assertEquals("1", value(cluster.replies.get(first)));
        var found = assertInstanceOf(Reply.Found.class, cluster.replies.get(second));
        assertEquals(Status.Role.REPLICA, found.served().role());
        assertEquals(1, questions().size(), "" + questions());
    }

    @Test
    void itSeesWhatWasAcknowledgedBeforeAlthoughItHasNotHeardOfItYet() {
        cluster.cutOff.add(replica.address);
        cluster.put(leader, "a", "2");
        cluster.cutOff.clear();
        long read = ask();
        cluster.settle();
        assertNull(cluster.replies.get(read));
        cluster.run(1_500);
        assertEquals("2", value(cluster.replies.get(read)));
    }

    @Test
    void aQuestionThatGetsLostIsAskedAgainUnderAnotherNumber() {
        cluster.cutOff.add(leader.address);
        long read = ask();
        cluster.settle();
        cluster.run(210);
        cluster.cutOff.clear();
        cluster.run(210);
        assertEquals("1", value(cluster.replies.get(read)));
        assertTrue(questions().getLast().contains("number="), "" + questions());
        assertTrue(!questions().getLast().contains("number=1]"), "" + questions());
    }

    @Test
    void aNewLeaderIsAskedAnew() {
        long before = ask();
        leader.crash();
        cluster.settle();
        assertNull(cluster.replies.get(before));
        Server next = cluster.elect();
        cluster.run(500);
        assertEquals("1", value(cluster.replies.get(before)));
        cluster.put(next, "a", "2");
        long after = ask();
        cluster.settle();
        cluster.run(200);
        assertEquals("2", value(cluster.replies.get(after)));
    }

    @Test
    void withoutALeaderItSaysSo() {
        cluster.servers.values().stream().filter(s -> s != replica).forEach(Server::crash);
        long read = ask();
        cluster.run(5_100);
        assertEquals("not confirmed in time", why(cluster.replies.get(read)));
        long next = ask();
        cluster.settle();
        assertEquals(new Reply.NotLeader(null), cluster.replies.get(next));
    }

    @Test
    void anAnswerServesOnlyWhatWasAskedBefore() {
        cluster.cutOff.add(leader.address);
        long read = ask();
        cluster.settle();
        long commit = leader.running().status().commit();
        for (long run = 0; run < 3; run++) {
            for (long number = 0; number < 3; number++) {
                reply(run, number, commit);
            }
        }
        cluster.settle();
        assertNull(cluster.replies.get(read), "an answer to the question of another run");
    }

    @Test
    void aLateAnswerServesNoNewerRead() {
        ask();
        cluster.settle();
        long run = runOf(lastQuestion());
        cluster.cutOff.add(leader.address);
        long read = ask();
        cluster.settle();
        reply(run, 1, leader.running().status().commit());
        cluster.settle();
        assertNull(cluster.replies.get(read), "the question left before the read came");
        reply(run, 2, leader.running().status().commit());
        cluster.settle();
        assertEquals("1", value(cluster.replies.get(read)));
    }

    @Test
    void theLeaderAnswersOnlyInARoundThatBeginsAfterwards() {
        Server other =
                cluster.servers.values().stream()
                        .filter(s -> s != leader && s != replica)
                        .findFirst()
                        .get();
        cluster.servers.values().stream()
                .filter(s -> s != leader && s != replica)
                .forEach(s -> cluster.cutOff.add(s.address));
        long read = ask();
        cluster.settle();
        assertNull(cluster.replies.get(read), "no majority has confirmed the leader");
        cluster.cutOff.remove(other.address);
        cluster.run(150);
        assertEquals("1", value(cluster.replies.get(read)));
    }

    @Test
    void aVoterLeavesLinearizableReadsToTheLeader() {
        Server follower =
                cluster.servers.values().stream()
                        .filter(s -> s != leader && s != replica)
                        .findFirst()
                        .get();
        assertEquals(new Reply.NotLeader(leader.address), cluster.get(follower, "a"));
    }

    private String lastQuestion() {
        return cluster.trace.stream().filter(l -> l.contains("ReadIndex[")).toList().getLast();
    }

    private static long runOf(String question) {
        return Long.parseLong(question.replaceAll(".*run=(-?[0-9]+).*", "$1"));
    }

    private void reply(long run, long number, long index) {
        var out = new ByteWriter();
        long term = replica.running().status().term();
        MessageCodec.write(
                out,
                new MessageCodec.Routed(0, new Message.ReadIndexReply(term, run, number, index)));
        replica.give(new Event.Received(leader.id, out.toBytes()));
    }
}
