package io.clew.transport.peer;

import static io.clew.transport.peer.TestNode.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.junit.jupiter.api.Test;

import java.util.Set;

/** Whom a node talks to, as members come, move, go and are cut off. */
final class PeerMembershipTest {
    private static final String NOWHERE = "127.0.0.1:1";

    @Test
    void whoeverConnectsGetsItsAnswersThoughItIsNoMember() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            b.update(0);
            a.update(0, b.member());
            a.sendUntilReceived(b, "question");
            b.sendUntilReceived(a, "answer");
            a.update(0);
            a.awaitNote("disconnects from " + b.address());
            b.awaitNote("disconnects from " + a.address());
        }
    }

    @Test
    void aMemberThatHasMovedIsDialledWhereItSaysThatItIs() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            b.update(0, new Member(a.id(), NOWHERE));
            a.update(0, b.member());
            b.sendUntilReceived(a, "found you");
            b.awaitNote("node " + a.id() + " is at " + a.address() + " now");
        }
    }

    @Test
    void aNewAddressInTheMembershipIsDialled() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            a.update(0, new Member(b.id(), NOWHERE));
            a.awaitNote("cannot connect to " + NOWHERE);
            a.update(0, b.member());
            a.sendUntilReceived(b, "found you");
        }
    }

    @Test
    void aMemberThatGetsItsIdentityKeepsItsConnection() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            b.update(0);
            a.update(0, b.unbound());
            a.sendUntilReceived(b, "before");
            a.update(0, b.member());
            a.sendUntilReceived(b, "after");
            assertTrue(
                    a.notes().stream().noneMatch(line -> line.contains("lost")),
                    a.notes()::toString);
        }
    }

    @Test
    void aReplacedMemberIsToldFromTheOneBefore() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            b.update(0);
            a.update(0, b.member());
            a.sendUntilReceived(b, "before");
            a.update(0, new Member(new NodeId(9), b.address()));
            a.awaitNote("this is node " + b.id() + ", not 0000000000000009");
        }
    }

    @Test
    void aMemberThatLeavesIsNoLongerDialled() {
        try (var a = node(1).start();
                var b = node(2).start();
                var c = node(3).start()) {
            a.update(0, b.member(), c.member());
            a.sendUntilReceived(b, "hello");
            a.sendUntilReceived(c, "hello");
            b.awaitNote("connected to " + a.address());
            a.update(0, c.member());
            b.awaitNote("disconnects from " + a.address());
            a.sendUntilReceived(c, "still here");
        }
    }

    @Test
    void aRestrictionCutsBothWaysAndLosesWhatWasUnderWay() {
        try (var a = node(1).start();
                var b = node(2).start();
                var c = node(3).start()) {
            a.update(0, b.member(), c.member());
            b.update(0, a.member(), c.member());
            c.update(0, a.member(), b.member());
            a.sendUntilReceived(c, "before");
            c.sendUntilReceived(a, "before");

            a.network().restrictTo(Set.of(b.address()));
            assertTrue(a.network().mayTalkTo(b.address()) && a.network().mayTalkTo(a.address()));
            assertFalse(a.network().mayTalkTo(c.address()));
            a.awaitNote("lost " + c.address() + ": cut off by order");
            c.awaitNote("lost " + a.address());
            c.awaitNote("cannot connect to " + a.address());
            a.send(c, "during");
            c.send(a, "during");
            a.sendUntilReceived(b, "the others still hear");
            b.sendUntilReceived(a, "and are heard");
            c.sendUntilReceived(b, "and among themselves");

            a.network().restrictTo(null);
            assertTrue(a.network().mayTalkTo(c.address()));
            a.sendUntilReceived(c, "after");
            c.sendUntilReceived(a, "after");
            for (TestNode node : new TestNode[] {a, c}) {
                assertTrue(
                        node.received().stream()
                                .noneMatch(r -> r.message().equals(Bytes.utf8("during"))));
            }
        }
    }
}
