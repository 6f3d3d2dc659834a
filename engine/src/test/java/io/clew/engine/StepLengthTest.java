package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** No step of a node takes longer the more there is to do: heartbeats would wait for its end. */
class StepLengthTest {
    private static final int MOST = 10;

    private final TestCluster cluster = new TestCluster(3, 5, TestConfigs.shortSteps(MOST));

    private Server started() {
        cluster.servers.values().forEach(Server::start);
        return cluster.elect();
    }

    private List<Long> putMany(Server leader) {
        var tokens = new ArrayList<Long>();
        for (int i = 0; i < 95; i++) {
            var put = new Command.Put(Bytes.utf8("k" + i), Bytes.utf8("v"));
            tokens.add(cluster.ask(leader, new Request.Write(put)));
        }
        return tokens;
    }

    @Test
    void whatIsCommittedAtOnceIsAppliedInSeveralSteps() {
        Server leader = started();
        var tokens = putMany(leader);
        cluster.run(1000);
        tokens.forEach(t -> assertInstanceOf(Reply.Done.class, cluster.replies.get(t)));
        assertEquals(MOST, cluster.appliedAtOnce);
        cluster.servers.values().forEach(s -> assertEquals(95, s.running().status().keys()));
    }

    @Test
    void aStartAppliesItsLogInSeveralSteps() {
        Server leader = started();
        putMany(leader);
        cluster.run(1000);
        cluster.servers.values().forEach(Server::crash);
        cluster.appliedAtOnce = 0;
        cluster.servers.values().forEach(Server::start);
        cluster.elect();
        cluster.run(2000);
        assertEquals(MOST, cluster.appliedAtOnce);
        cluster.servers.values().forEach(s -> assertEquals(95, s.running().status().keys()));
    }

    @Test
    void whatIsLeftToApplyIsDueAtOnceAndSeenByReads() {
        var alone = new TestCluster(1, 5, TestConfigs.shortSteps(MOST));
        alone.server(1).start();
        Node node = alone.elect().running();
        for (int i = 0; i < 15; i++) {
            var put = new Command.Put(Bytes.utf8("k" + i), Bytes.utf8("v"));
            alone.ask(alone.server(1), new Request.Write(put));
        }
        long sequence = Objects.requireNonNull(node.flush(alone.now).write()).sequence();
        node.handle(alone.now, new Event.Written(sequence));
        assertEquals(MOST, node.flush(alone.now).answers().size());
        assertEquals(alone.now, node.deadline());
        // A read waits for all that is committed before it, applied or not.
        long read = alone.ask(alone.server(1), new Request.Read(Bytes.utf8("k14")));
        node.flush(alone.now).answers().forEach(a -> alone.replies.put(a.token(), a.reply()));
        assertEquals(15 - MOST + 1, alone.replies.size());
        assertInstanceOf(Reply.Found.class, alone.replies.get(read));
        assertTrue(node.deadline() > alone.now);
    }
}
