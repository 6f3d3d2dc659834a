package io.clew.transport.peer;

import static io.clew.transport.peer.TestNode.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How two real networks find that they can talk, or cannot. */
final class PeerHandshakeTest {
    /** Node 1 dials node 2; the last column is what node 1 tells its operator. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # secret | its secret | cluster | its cluster | expected | note
                             |            | 0       | 0           | 0        | connected to
                             |            | 0       | 5           | 2        | connected to
                             |            | 5       | 0           | 0        | connected to
                      a      | a          | 5       | 5           | 2        | connected to
                      a      | b          | 5       | 5           | 2        | the node there does not know the cluster secret
                      a      |            | 5       | 5           | 2        | the other side has a cluster secret and there is none here
                             | a          | 5       | 5           | 2        | a cluster secret is needed here
                             |            | 5       | 6           | 2        | this is cluster 6, the other side belongs to 5
                             |            | 5       | 5           | 3        | this is node 0000000000000002, not 0000000000000003
                    """)
    void theDiallerSaysWhatCameOfIt(
            @Nullable String secret,
            @Nullable String itsSecret,
            long cluster,
            long itsCluster,
            long expected,
            String note) {
        try (var a = start(1, secret);
                var b = start(2, itsSecret)) {
            b.update(itsCluster);
            a.update(cluster, new Member(new NodeId(expected), b.address()));
            a.awaitNote(note);
            if (note.equals("connected to")) {
                a.awaitMet(new TestNode.Met(b.address(), b.id(), itsCluster));
                b.awaitMet(new TestNode.Met(a.address(), a.id(), cluster));
            } else {
                assertTrue(a.notes().stream().noneMatch(line -> line.contains("connected to")));
                assertEquals(0, b.met().size());
            }
        }
    }

    @Test
    void aRefusalTellsWhoIsThere() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            b.update(5);
            a.update(5, new Member(new NodeId(3), b.address()));
            a.awaitMet(new TestNode.Met(b.address(), b.id(), 5));
        }
    }

    @Test
    void aRefusalIsBelievedOnlyFromWhoeverKnowsTheSecret() {
        try (var a = node(1).secret("a").start();
                var b = node(2).start()) {
            b.update(5);
            a.update(5, new Member(new NodeId(3), b.address()));
            a.awaitNote("there is none here");
            assertEquals(0, a.met().size());
        }
    }

    @Test
    void aNodeNoticesThatItDialsItself() {
        try (var a = node(1).start()) {
            a.update(0, a.unbound());
            a.awaitNote("that is this node itself");
            assertEquals(0, a.met().size());
        }
    }

    @Test
    void aRefusalIsNotedOnceHoweverOftenItIsRepeated() {
        try (var line = new SlowLine();
                var a = node(1).start();
                var b = node(2).start()) {
            line.leadTo(b);
            b.update(6);
            a.update(5, new Member(b.id(), line.address()));
            a.await("several attempts", () -> line.connections() >= 5);
            b.update(5);
            a.awaitNote("connected to");
            assertEquals(
                    1,
                    a.notes().stream().filter(note -> note.contains("this is cluster 6")).count());
        }
    }

    @Test
    void aClusterThatChangesIsToldOverTheConnectionAtHand() {
        try (var a = node(1).start();
                var b = node(2).start()) {
            a.update(0, b.member());
            a.sendUntilReceived(b, "start");
            a.update(5, b.member());
            b.awaitMet(new TestNode.Met(a.address(), a.id(), 5));
            b.update(6);
            a.awaitNote("this is cluster 6, the other side belongs to 5");
            b.update(0);
            a.sendUntilReceived(b, "again");
        }
    }

    private static TestNode start(long id, @Nullable String secret) {
        return secret == null ? node(id).start() : node(id).secret(secret).start();
    }
}
