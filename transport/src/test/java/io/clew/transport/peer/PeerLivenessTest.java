package io.clew.transport.peer;

import static io.clew.transport.peer.TestNode.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

/** What happens when the line between two nodes is bad. */
final class PeerLivenessTest {
    private static final PeerConfig.Timing PATIENT =
            new PeerConfig.Timing(500, 2000, 50, 60_000, 50);

    @Test
    void aSilentConnectionIsGivenUpAndDialledAnew() {
        try (var line = new SlowLine();
                var a = node(1).start();
                var b = node(2).start()) {
            line.leadTo(b);
            a.update(0, new Member(b.id(), line.address()));
            awaitBoth(a, line);
            line.freeze();
            // Both ends find it silent; the first of them closes it.
            a.awaitNote("lost " + line.address());
            line.thaw();
            a.sendUntilReceived(b, "after");
        }
    }

    @Test
    void anIdleConnectionStays() {
        try (var line = new SlowLine();
                var a = node(1).start();
                var b = node(2).start()) {
            line.leadTo(b);
            a.update(0, new Member(b.id(), line.address()));
            awaitBoth(a, line);
            long end = System.nanoTime() + 1_500_000_000L;
            a.await("three silences' time", () -> System.nanoTime() > end);
            assertEquals(2, line.connections());
        }
    }

    @Test
    void aSlowLineIsNoDeadLineThoughPingsWaitBehindTheData() {
        try (var line = new SlowLine();
                var a = node(1).start();
                var b = node(2).start()) {
            line.leadTo(b);
            a.update(0, new Member(b.id(), line.address()));
            awaitBoth(a, line);
            line.limit(1000);
            Bytes large = Bytes.of(new byte[2 << 20]);
            a.network().send(b.id(), true, large);
            b.await(
                    "the large message",
                    () -> b.received().contains(new TestNode.Received(a.id(), large)));
            assertEquals(2, line.connections());
        }
    }

    @Test
    void damageOnTheLineEndsTheConnectionAndNothingElse() {
        try (var line = new SlowLine();
                var a = node(1).start();
                var b = node(2).start()) {
            line.leadTo(b);
            a.update(0, new Member(b.id(), line.address()));
            awaitBoth(a, line);
            line.damage();
            b.awaitNote("closes the connection with " + a.address() + ": got a frame");
            a.sendUntilReceived(b, "after");
        }
    }

    @Test
    void aQueueThatIsFullDropsAndRecovers() {
        try (var line = new SlowLine();
                var a =
                        node(1).timing(PATIENT)
                                .limits(new PeerConfig.Limits(100_000, 200_000, 10))
                                .start();
                var b = node(2).timing(PATIENT).start()) {
            line.leadTo(b);
            a.update(0, new Member(b.id(), line.address()));
            a.sendUntilReceived(b, "before");
            line.freeze();
            Bytes content = Bytes.of(new byte[50_000]);
            a.await(
                    "note of a full queue",
                    () -> {
                        a.network().send(b.id(), false, content);
                        return a.notes().stream().anyMatch(n -> n.contains("drops messages"));
                    });
            assertTrue(a.network().dropped() > 0);
            line.thaw();
            a.sendUntilReceived(b, "after");
        }
    }

    @Test
    void aNodeThatIsNotThereIsDialledUntilItIs() {
        try (var line = new SlowLine();
                var a = node(1).start()) {
            a.update(0, new Member(NodeId.UNBOUND, line.address()));
            a.awaitNote("cannot connect to " + line.address());
            try (var b = node(2).start()) {
                line.leadTo(b);
                a.sendUntilReceived(b, "there you are");
            }
            a.awaitNote("lost " + line.address());
        }
    }

    /** Control and bulk, both through the line. */
    private static void awaitBoth(TestNode node, SlowLine line) {
        node.await(
                "two connections",
                () ->
                        node.met().stream().filter(m -> m.address().equals(line.address())).count()
                                == 2);
    }
}
