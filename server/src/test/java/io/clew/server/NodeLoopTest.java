package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Effects.Transmission;
import io.clew.engine.EngineConfig;
import io.clew.engine.Event;
import io.clew.engine.Node;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.api.Status.Role;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.server.NodeLoop.Outlets;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The loop's turns with a real node, a clock that stands still and a disk that is the test's. */
class NodeLoopTest {
    private static final long MILLI = 1_000_000;
    private static final String OWN = "127.0.0.1:1";

    private final Inbox inbox = new Inbox();
    private final Requests requests = new Requests(inbox, 100, 1 << 20);
    private final List<Transmission> sends = new ArrayList<>();
    private final List<WriteBatch> writes = new ArrayList<>();
    private final List<SnapshotTask> tasks = new ArrayList<>();
    private final List<List<Member>> peers = new ArrayList<>();
    private long now;

    @Test
    void aWriteIsAnsweredOnlyOnceTheDiskHasSaidSo() {
        NodeLoop loop = servingAlone();
        var replies = new ArrayList<Reply>();
        requests.submit(put("a"), replies::add);

        assertTrue(loop.runOnce());
        assertEquals(1, writes.size());
        assertEquals(List.of(), replies);

        inbox.put(new Event.Written(writes.getFirst().sequence()));
        assertTrue(loop.runOnce());
        assertInstanceOf(Reply.Done.class, replies.getFirst());
    }

    @Test
    void requestsThatWaitTogetherShareOneWrite() {
        NodeLoop loop = servingAlone();
        var replies = new ArrayList<Reply>();
        for (String key : List.of("a", "b", "c")) {
            requests.submit(put(key), replies::add);
        }
        loop.runOnce();
        assertEquals(1, writes.size());
        becomeDurable(loop);
        assertEquals(3, replies.size());
    }

    @Test
    void withNothingToDoATurnDoesNothing() {
        NodeLoop loop = servingAlone();
        assertFalse(loop.runOnce());
    }

    @Test
    void timePassesOnlyOnceEverythingReceivedBeforeHasBeenHandled() {
        Node node = node(List.of(OWN, "127.0.0.1:2", "127.0.0.1:3"));
        NodeLoop loop = loopOf(node);
        settle(loop);
        while (now < node.deadline()) {
            step(Math.min(40 * MILLI, node.deadline() - now));
            if (now < node.deadline()) {
                loop.runOnce();
            }
        }
        // Among what waits could be the heartbeat that is missed.
        for (int i = 0; i < 2500; i++) {
            inbox.put(new Event.PeerMet("127.0.0.1:9", new NodeId(9), 0));
        }
        loop.runOnce();
        assertTrue(node.deadline() <= now, "judged after 1024 of 2500");
        loop.runOnce();
        assertTrue(node.deadline() <= now, "judged after 2048 of 2500");
        // And what comes now does not put the judgement off again.
        for (int i = 0; i < 2500; i++) {
            inbox.put(new Event.PeerMet("127.0.0.1:9", new NodeId(9), 0));
        }
        loop.runOnce();
        assertTrue(node.deadline() > now, "not judged although all of before was handled");
    }

    @Test
    void afterAPauseTheNetworkGetsAMomentBeforeTheLeaderIsMissed() {
        NodeLoop loop = loopOf(node(List.of(OWN)));
        // Alone, a node elects itself at its first tick.
        step(10_000 * MILLI);
        assertFalse(loop.runOnce(), "the clock has jumped: judge nothing yet");
        step(25 * MILLI);
        assertTrue(loop.runOnce());
        assertFalse(writes.isEmpty());
    }

    @Test
    void timePassesAlsoWhereEveryTurnComesLate() {
        NodeLoop loop = loopOf(node(List.of(OWN)));
        for (int i = 0; i < 3; i++) {
            step(80 * MILLI);
            loop.runOnce();
        }
        assertFalse(writes.isEmpty());
    }

    @Test
    void peersAreAnnouncedAtTheStart() {
        loopOf(node(List.of(OWN, "127.0.0.1:2")));
        assertEquals("127.0.0.1:2", peers.getFirst().getFirst().address());
    }

    private static Request put(String key) {
        return new Request.Write(new Command.Put(Bytes.utf8(key), Bytes.utf8("value")));
    }

    private Node node(List<String> members) {
        var recovered = new Recovered(new NodeId(1), true, List.of());
        return new Node(
                EngineConfig.production(), OWN, members, recovered, new SplittableRandom(1), now);
    }

    private NodeLoop loopOf(Node node) {
        var outlets =
                new Outlets(
                        sends::add,
                        writes::add,
                        tasks::add,
                        (_, _, others) -> peers.add(others),
                        _ -> {});
        return new NodeLoop(node, inbox, requests, outlets, () -> now);
    }

    private NodeLoop servingAlone() {
        NodeLoop loop = loopOf(node(List.of(OWN)));
        for (int i = 0; i < 20; i++) {
            step(10 * MILLI);
            settle(loop);
        }
        var seen = new ArrayList<Reply>();
        requests.submit(new Request.Inspect(), seen::add);
        settle(loop);
        Status status = ((Reply.Inspected) seen.getFirst()).status();
        assertEquals(Role.LEADER, status.role());
        assertTrue(status.serving());
        return loop;
    }

    private void step(long nanos) {
        now += nanos;
    }

    private void settle(NodeLoop loop) {
        do {
            becomeDurable(loop);
        } while (!writes.isEmpty());
    }

    private void becomeDurable(NodeLoop loop) {
        for (WriteBatch batch : writes) {
            inbox.put(new Event.Written(batch.sequence()));
        }
        writes.clear();
        while (loop.runOnce()) {
            // until nothing is left to do
        }
    }
}
