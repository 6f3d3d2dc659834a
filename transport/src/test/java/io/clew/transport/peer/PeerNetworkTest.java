package io.clew.transport.peer;

import static io.clew.transport.peer.TestNode.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.SocketTransport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class PeerNetworkTest {
    @ParameterizedTest
    @EnumSource(SocketTransport.class)
    void messagesGoBothWaysAndBothSidesMeet(SocketTransport transport) {
        try (var a = node(1).on(transport).start();
                var b = node(2).on(transport).start()) {
            a.update(7, b.unbound());
            b.update(7, a.member());
            a.sendUntilReceived(b, "hello");
            b.sendUntilReceived(a, "hello back");
            a.awaitMet(new TestNode.Met(b.address(), b.id(), 7));
            b.awaitMet(new TestNode.Met(a.address(), a.id(), 7));
        }
    }

    @Test
    void aConnectionDeliversInOrder() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            a.update(0, b.member());
            a.sendUntilReceived(b, "start");
            var expected = new ArrayList<Bytes>();
            for (int i = 0; i < 5000; i++) {
                expected.add(Bytes.utf8("message " + i));
                a.network().send(b.id(), false, expected.getLast());
            }
            b.await("all messages", () -> messages(b).containsAll(expected.subList(4999, 5000)));
            List<Bytes> numbered = new ArrayList<>(messages(b));
            numbered.removeIf(message -> message.equals(Bytes.utf8("start")));
            assertEquals(expected, numbered);
        }
    }

    @Test
    void aLargeMessageComesWhole() {
        var content = new byte[10 << 20];
        new Random(1).nextBytes(content);
        Bytes large = Bytes.of(content);
        try (var a = node(1).start();
                var b = node(2).start()) {
            a.update(0, b.member());
            a.awaitAllFourConnections(b);
            a.network().send(b.id(), true, large);
            b.await("the large message", () -> messages(b).contains(large));
        }
    }

    /** A node's loop may outlive the network, and find that it has others only then. */
    @Test
    void whatComesAfterTheEndIsNoFailure() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            PeerNetwork network = a.network();
            network.close();
            network.start();
            network.update(7, List.of(b.member()));
            network.send(b.id(), false, Bytes.utf8("too late"));
        }
    }

    private static List<Bytes> messages(TestNode node) {
        return node.received().stream().map(TestNode.Received::message).toList();
    }
}
