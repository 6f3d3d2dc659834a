package io.clew.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.NodeId;
import io.clew.transport.peer.Handshake.Hello;
import io.clew.transport.peer.Handshake.Refused;
import io.clew.transport.peer.Handshake.Versions;
import io.clew.transport.peer.Handshake.Welcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

final class HandshakeTest {
    private static final NodeId SELF = new NodeId(1);
    private static final Bytes NONCE = Bytes.of(new byte[Handshake.NONCE_BYTES]);
    private static final ClusterSecret SECRET = secret("open sesame");
    private static final ClusterSecret OTHER_SECRET = secret("open barley");

    /** The acceptor is node 1 and speaks versions 2 to 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # min | max | dialler | its cluster | cluster here | expected | its secret | secret here | objection
                      1   | 2   | 2       | 5           | 5            | 1        | no         | no          | none
                      3   | 9   | 2       | 5           | 5            | 1        | no         | no          | none
                      1   | 1   | 2       | 5           | 5            | 1        | no         | no          | peer protocol 2 to 3 is spoken here, not 1
                      4   | 9   | 2       | 5           | 5            | 1        | no         | no          | peer protocol 2 to 3 is spoken here, not 4 to 9
                      2   | 2   | 2       | 0           | 5            | 1        | no         | no          | none
                      2   | 2   | 2       | 5           | 0            | 1        | no         | no          | none
                      2   | 2   | 2       | 0           | 0            | 0        | no         | no          | none
                      2   | 2   | 2       | 6           | 5            | 1        | no         | no          | this is cluster 5, the other side belongs to 6
                      2   | 2   | 2       | 5           | 5            | 3        | no         | no          | this is node 0000000000000001, not 0000000000000003: its data folder was lost or swapped
                      2   | 2   | 1       | 5           | 5            | 0        | no         | no          | that is this node itself
                      2   | 2   | 2       | 5           | 5            | 1        | yes        | yes         | none
                      2   | 2   | 2       | 5           | 5            | 1        | no         | yes         | a cluster secret is needed here and the other side has none
                      2   | 2   | 2       | 5           | 5            | 1        | yes        | no          | the other side has a cluster secret and there is none here
                    """)
    void theAcceptorObjects(
            int min,
            int max,
            long dialler,
            long itsCluster,
            long cluster,
            long expected,
            String itsSecret,
            String secret,
            String objection) {
        var hello =
                new Hello(
                        new Versions(min, max),
                        new NodeId(dialler),
                        "h:1",
                        itsCluster,
                        new NodeId(expected),
                        false,
                        false,
                        itsSecret.equals("yes"),
                        NONCE);
        String actual =
                Handshake.objection(hello, new Versions(2, 3), SELF, cluster, secret.equals("yes"));
        assertEquals(objection, actual == null ? "none" : actual);
    }

    @Test
    void theDiallerChecksWhoAnswersAndInWhichVersion() {
        assertNull(Handshake.objection(welcome(2, 2), new NodeId(2), SELF));
        assertNull(Handshake.objection(welcome(2, 2), NodeId.UNBOUND, SELF));
        assertNotNull(Handshake.objection(welcome(1, 2), new NodeId(2), SELF));
        assertNotNull(Handshake.objection(welcome(3, 2), new NodeId(2), SELF));
        assertNotNull(Handshake.objection(welcome(2, 3), new NodeId(2), SELF));
        assertNotNull(Handshake.objection(welcome(2, 1), NodeId.UNBOUND, SELF));
    }

    @Test
    void whatIsSaidIsReadAgain() {
        Hello hello = hello(true);
        assertEquals(hello, Hello.decode(hello.encode()));
        Welcome welcome = welcome(1, 2);
        assertEquals(welcome, Welcome.decode(welcome.encode()));
        var refused = new Refused("no", SELF, 5, Bytes.utf8("proof"));
        assertEquals(refused, Refused.decode(refused.encode()));
    }

    @Test
    void aLaterVersionMayAddFieldsToTheGreetingAndTheRefusal() {
        Hello hello = hello(false);
        assertEquals(hello, Hello.decode(longer(hello.encode())));
        var refused = new Refused("no", SELF, 5, Bytes.EMPTY);
        assertEquals(refused, Refused.decode(longer(refused.encode())));
    }

    @Test
    void aGreetingThatMakesNoSenseIsAnError() {
        Bytes shortNonce = Bytes.of(new byte[3]);
        for (Hello hello :
                new Hello[] {
                    new Hello(
                            new Versions(1, 1),
                            NodeId.UNBOUND,
                            "h:1",
                            0,
                            SELF,
                            false,
                            false,
                            false,
                            NONCE),
                    new Hello(
                            new Versions(1, 1),
                            SELF,
                            "h:1\nx",
                            0,
                            SELF,
                            false,
                            false,
                            false,
                            NONCE),
                    new Hello(new Versions(1, 1), SELF, "h", 0, SELF, false, false, false, NONCE),
                    new Hello(
                            new Versions(1, 1),
                            SELF,
                            "h:1",
                            0,
                            SELF,
                            false,
                            false,
                            false,
                            shortNonce)
                }) {
            assertThrows(MalformedException.class, () -> Hello.decode(hello.encode()));
        }
        assertThrows(MalformedException.class, () -> Hello.decode(Bytes.utf8("GET / HTTP/1.1")));
    }

    @Test
    void aRefusalCannotWriteLinesIntoTheLog() {
        var refused = new Refused("no\n12:00 all is well", SELF, 0, Bytes.EMPTY);
        assertEquals("no?12:00 all is well", Refused.decode(refused.encode()).why());
    }

    @Test
    void aWelcomeIsProvenForThisGreetingByTheSecretAlone() {
        Hello hello = hello(true);
        Bytes said = hello.encode();
        var welcome = Welcome.to(hello, said, SELF, 5, NONCE, SECRET);
        assertTrue(welcome.holds(SECRET, said));
        assertFalse(welcome.holds(OTHER_SECRET, said));
        assertFalse(welcome.holds(SECRET, hello(false).encode()), "another greeting");
        assertFalse(
                new Welcome(1, SELF, 6, NONCE, welcome.proof()).holds(SECRET, said),
                "another content");
        assertFalse(new Welcome(1, SELF, 5, NONCE, Bytes.EMPTY).holds(SECRET, said), "no proof");
        assertTrue(welcome.holds(null, said), "nobody asks");
    }

    @Test
    void noSideCanAnswerWithTheOthersProof() {
        Hello hello = hello(true);
        Bytes said = hello.encode();
        var welcome = Welcome.to(hello, said, SELF, 5, NONCE, SECRET);
        Bytes proof = Handshake.diallersProof(SECRET, said, welcome.encode());
        assertTrue(Handshake.diallersProofHolds(SECRET, proof, said, welcome.encode()));
        assertNotEquals(welcome.proof(), proof);
        assertFalse(Handshake.diallersProofHolds(SECRET, welcome.proof(), said, welcome.encode()));
        var refused = Refused.from("no", said, SELF, 5, SECRET);
        assertTrue(refused.holds(SECRET, said));
        assertFalse(refused.holds(OTHER_SECRET, said));
        assertFalse(
                new Refused("no", new NodeId(9), 5, refused.proof()).holds(SECRET, said),
                "another identity");
    }

    @Test
    void aSecretDoesNotShowItself() {
        var config = new PeerConfig(SELF, "h:1", secret("open sesame"));
        assertFalse(config.toString().contains("sesame"));
        assertFalse(config.toString().contains("6f70656e"));
    }

    private static Hello hello(boolean bulk) {
        return new Hello(
                new Versions(1, 1), new NodeId(2), "host:8080", 5, SELF, bulk, false, true, NONCE);
    }

    private static Welcome welcome(int version, long id) {
        return new Welcome(version, new NodeId(id), 5, NONCE, Bytes.EMPTY);
    }

    private static Bytes longer(Bytes bytes) {
        return Bytes.of(Arrays.copyOf(bytes.array(), bytes.size() + 3));
    }

    private static ClusterSecret secret(String text) {
        return new ClusterSecret(Bytes.utf8(text).array());
    }
}
