package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.clew.engine.TestCluster.Server;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.raft.LogId;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What a tool may say by the teaching window, and what it must not bring about. */
class WindowTest {
    @Test
    void theTeachingWindowCannotUnseatALeaderThatIsHeard() {
        var cluster = TestCluster.started(3, 10);
        Server leader = cluster.elect();
        List<Server> others = cluster.servers.values().stream().filter(s -> s != leader).toList();
        long vote =
                cluster.ask(
                        others.get(0),
                        new Request.WindowVote(0, others.get(1).address, 99, new LogId(99, 99)));
        long append =
                cluster.ask(
                        leader,
                        new Request.WindowAppend(
                                0,
                                others.get(0).address,
                                leader.running().status().term(),
                                LogId.ZERO,
                                List.of(),
                                0));
        cluster.settle();
        long term = leader.running().status().term();
        assertEquals(new Reply.WindowVoted(term, false), cluster.replies.get(vote));
        assertEquals(new Reply.WindowAppended(term, false), cluster.replies.get(append));
    }

    @Test
    void aRealLeaderTakesThePlaceOfOneThatTheTeachingWindowNamed() {
        var cluster = TestCluster.started(3, 11);
        Server old = cluster.elect();
        List<Server> others = cluster.servers.values().stream().filter(s -> s != old).toList();
        Server misled = others.get(0);
        Server next = others.get(1);
        old.crash();
        misled.crash();
        misled.start();
        long term = next.running().status().term() + 1;
        long append =
                cluster.ask(
                        misled,
                        new Request.WindowAppend(0, old.address, term, LogId.ZERO, List.of(), 0));
        cluster.settle();
        assertEquals(new Reply.WindowAppended(term, true), cluster.replies.get(append));
        // In that very term somebody is elected, by a node that the window has told nothing.
        cluster.cutOff.add(misled.address);
        old.start();
        cluster.now += 2000 * TestCluster.MILLI;
        next.give(new Event.Ticked());
        cluster.settle();
        assertEquals(next, cluster.leader());
        assertEquals(term, next.running().status().term());
        cluster.heal();
        cluster.now = next.running().deadline();
        next.give(new Event.Ticked());
        cluster.settle();
        assertEquals(next.address, misled.running().status().leader());
    }

    @Test
    void theTeachingWindowCannotAppendWhatContradictsTheSnapshot() {
        var cluster = new TestCluster(3, 12, TestConfigs.smallLog());
        cluster.servers.values().forEach(Server::start);
        Server leader = cluster.elect();
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Reply.Done.class, cluster.put(leader, "k", "v" + i));
        }
        leader.crash();
        leader = cluster.elect();
        for (int i = 0; i < 100; i++) {
            assertInstanceOf(Reply.Done.class, cluster.put(leader, "k", "v" + i));
        }
        leader.crash();
        leader.start();
        Status status = leader.running().status();
        long base = leader.running().replica(0).raft().log().base().index();
        var entries = new ArrayList<Request.WindowEntry>();
        for (long i = base; i <= base + 1; i++) {
            entries.add(new Request.WindowEntry(i, 1, new Command.Clear()));
        }
        Server other = leader == cluster.server(1) ? cluster.server(2) : cluster.server(1);
        long append =
                cluster.ask(
                        leader,
                        new Request.WindowAppend(
                                0,
                                other.address,
                                status.term(),
                                new LogId(1, base - 1),
                                entries,
                                base + 1));
        cluster.settle();
        assertEquals(new Reply.WindowAppended(status.term(), false), cluster.replies.get(append));
    }

    @Test
    void theTeachingWindowCannotUseUpTheTerms() {
        var cluster = TestCluster.started(3, 13);
        Server old = cluster.elect();
        old.crash();
        List<Server> others = cluster.servers.values().stream().filter(s -> s != old).toList();
        cluster.run(400);
        for (Server other : others) {
            other.crash();
            other.start();
            cluster.ask(
                    other,
                    new Request.WindowVote(0, old.address, Long.MAX_VALUE, new LogId(99, 99)));
        }
        cluster.settle();
        assertInstanceOf(Reply.Done.class, cluster.put(cluster.elect(), "a", "1"));
    }
}
