package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.KeyLimits;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A keyed write that comes again, over all that can happen to a cluster in between. */
class KeyedWriteTest {
    private TestCluster cluster = TestCluster.started(3, 21);

    @Test
    void aRepetitionGetsTheFirstAnswerAndIsNotWrittenAgain() {
        Server leader = cluster.elect();
        WriteKey key = key(leader, "a");
        Reply.DoneOnce first = done(put(leader, key, "1"));
        assertFalse(first.repeated());
        long last = leader.running().status().last();
        Reply.DoneOnce again = done(put(leader, key, "1"));
        assertTrue(again.repeated());
        assertEquals(first.revision(), again.revision());
        assertEquals(last, leader.running().status().last());
    }

    @Test
    void anAnswerBringsATokenForTheNextKey() {
        Server leader = cluster.elect();
        WriteToken next = done(put(leader, key(leader, "a"), "1")).next();
        assertEquals(leader.running().status().applied(), next.index());
        done(put(leader, new WriteKey(next, Bytes.utf8("a")), "2"));
        assertEquals("2", value(leader));
    }

    @Test
    void twoThatAreInFlightTogetherAreOneWrite() {
        Server leader = cluster.elect();
        WriteKey key = key(leader, "a");
        leader.diskStalled = true;
        long first = ask(leader, key, "1");
        long second = ask(leader, key, "1");
        cluster.settle();
        assertNull(cluster.replies.get(second));
        leader.diskStalled = false;
        cluster.settle();
        Reply.DoneOnce one = done(cluster.replies.get(first));
        Reply.DoneOnce other = done(cluster.replies.get(second));
        assertEquals(one.revision(), other.revision());
        assertTrue(!one.repeated() && other.repeated());
    }

    @Test
    void theNextLeaderKnowsWhatTheLastOneApplied() {
        Server old = cluster.elect();
        WriteKey key = key(old, "a");
        Reply.DoneOnce first = done(put(old, key, "1"));
        old.crash();
        Server next = cluster.elect();
        assertNotEquals(old, next);
        done(put(next, key(next, "b"), "2"));
        Reply.DoneOnce again = done(put(next, key, "1"));
        assertEquals(first.revision(), again.revision());
        assertTrue(again.repeated());
        assertEquals("2", value(next));
    }

    @Test
    void aWriteThatTheLastLeaderDidNotSpreadIsAppliedByTheNext() {
        Server old = cluster.elect();
        WriteKey key = key(old, "a");
        cluster.cutOff.add(old.address);
        long lost = ask(old, key, "1");
        cluster.run(3000);
        assertInstanceOf(Reply.Unknown.class, cluster.replies.get(lost));
        Server next = cluster.elect();
        assertFalse(done(put(next, key, "1")).repeated());
        cluster.heal();
        cluster.run(2000);
        assertEquals("1", value(cluster.elect()));
    }

    @Test
    void restartsAndSnapshotsForgetNothing() {
        cluster = new TestCluster(3, 22, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        WriteKey key = key(leader, "a");
        Reply.DoneOnce first = done(put(leader, key, "1"));
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "other", "v" + i);
        }
        assertTrue(leader.running().status().snapshot().index() > first.revision());
        cluster.servers.values().forEach(Server::crash);
        cluster.servers.values().forEach(Server::start);
        Server next = cluster.elect();
        Reply.DoneOnce again = done(put(next, key, "1"));
        assertEquals(first.revision(), again.revision());
        assertTrue(again.repeated());
    }

    @Test
    void aNodeThatWasSentASnapshotKnowsWhatIsInIt() {
        cluster = new TestCluster(3, 23, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        Server lagging =
                cluster.servers.values().stream().filter(s -> s != leader).findFirst().get();
        lagging.crash();
        done(put(leader, key(leader, "a"), "1"));
        for (int i = 0; i < 100; i++) {
            cluster.put(leader, "other", "v" + i);
        }
        lagging.start();
        cluster.run(2000);
        assertEquals(
                leader.running().replica(0).state().hash(),
                lagging.running().replica(0).state().hash());
        assertEquals(1, lagging.running().replica(0).state().keys().size());
    }

    @Test
    void anotherWriteUnderTheSameKeyIsRefused() {
        Server leader = cluster.elect();
        WriteKey key = key(leader, "a");
        done(put(leader, key, "1"));
        assertEquals(KeyFault.REUSED, fault(put(leader, key, "2")));
        assertEquals("1", value(leader));
    }

    @Test
    void tokensOfOthersAreRefused() {
        Server leader = cluster.elect();
        WriteToken token = key(leader, "a").token();
        Bytes unique = Bytes.utf8("a");
        var cluster2 = new WriteToken(0, token.cluster() + 1, token.index());
        assertEquals(KeyFault.FOREIGN, fault(put(leader, new WriteKey(cluster2, unique), "1")));
        var shard = new WriteToken(1, token.cluster(), token.index());
        assertEquals(KeyFault.FOREIGN, fault(put(leader, new WriteKey(shard, unique), "1")));
        var future = new WriteToken(0, token.cluster(), token.index() + 50);
        assertEquals(KeyFault.NOT_ISSUED, fault(put(leader, new WriteKey(future, unique), "1")));
        assertInstanceOf(Reply.Missing.class, cluster.get(leader, "k"));
    }

    @Test
    void theLogsTimeRunsOnUnderTheNextLeader() {
        cluster = new TestCluster(3, 24, TestConfigs.keyLimits(new KeyLimits(100, 1 << 20, 1000)));
        cluster.servers.values().forEach(Server::start);
        Server old = cluster.elect();
        WriteKey key = key(old, "a");
        done(put(old, key, "1"));
        cluster.run(400);
        assertTrue(done(put(old, key, "1")).repeated());
        old.crash();
        Server next = cluster.elect();
        assertTrue(done(put(next, key, "1")).repeated());
        cluster.run(1100);
        done(put(next, key(next, "b"), "2"));
        assertEquals(KeyFault.TOO_OLD, fault(put(next, key, "1")));
        assertEquals("2", value(next));
    }

    private static WriteKey key(Server server, String unique) {
        Status status = server.running().status();
        var token = new WriteToken(0, status.clusterId(), status.applied());
        return new WriteKey(token, Bytes.utf8(unique));
    }

    private long ask(Server server, WriteKey key, String value) {
        var put = new Command.Put(Bytes.utf8("k"), Bytes.utf8(value));
        return cluster.ask(server, new Request.KeyedWrite(key, put));
    }

    private @Nullable Reply put(Server server, WriteKey key, String value) {
        long token = ask(server, key, value);
        cluster.settle();
        return cluster.replies.get(token);
    }

    private String value(Server server) {
        return assertInstanceOf(Reply.Found.class, cluster.get(server, "k")).value().utf8();
    }

    private static Reply.DoneOnce done(@Nullable Reply reply) {
        return assertInstanceOf(Reply.DoneOnce.class, reply);
    }

    private static KeyFault fault(@Nullable Reply reply) {
        return assertInstanceOf(Reply.KeyRefused.class, reply).fault();
    }
}
