package io.clew.transport.peer;

import static io.clew.transport.peer.TestNode.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.transport.SocketTransport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Strangers' sockets against a real network. */
final class AcceptorTest {
    private static final byte[] REQUEST =
            "GET /peer HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: clew-peer/1\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] HELLO =
            FrameProps.encode(
                    new Frame(
                            FrameType.HELLO,
                            new Handshake.Hello(
                                            Handshake.Versions.OWN,
                                            new NodeId(9),
                                            "127.0.0.1:1",
                                            0,
                                            NodeId.UNBOUND,
                                            true,
                                            false,
                                            false,
                                            Bytes.of(new byte[Handshake.NONCE_BYTES]))
                                    .encode()));

    /** The impatient dialler does not wait for 101; pieces of any size must all cross over. */
    @ParameterizedTest
    @CsvSource({"EPOLL, 100000", "NIO, 100000", "EPOLL, 7", "NIO, 7", "EPOLL, 1", "NIO, 1"})
    void noByteIsLostWhenTheConnectionChangesItsLoop(SocketTransport transport, int piece)
            throws IOException {
        try (var node = node(1).on(transport).start()) {
            for (int i = 0; i < 30; i++) {
                try (var socket = connect(node)) {
                    byte[] all = Arrays.copyOf(REQUEST, REQUEST.length + HELLO.length);
                    System.arraycopy(HELLO, 0, all, REQUEST.length, HELLO.length);
                    for (int at = 0; at < all.length; at += piece) {
                        socket.getOutputStream().write(all, at, Math.min(piece, all.length - at));
                    }
                    var in = new DataInputStream(socket.getInputStream());
                    skipHead(in);
                    assertEquals(FrameType.WELCOME, readType(in));
                }
            }
        }
    }

    @Test
    void aStrangerWhoSaysNothingIsTurnedOut() throws IOException {
        try (var node = node(1).start();
                var socket = connect(node)) {
            socket.getOutputStream().write(REQUEST);
            var in = new DataInputStream(socket.getInputStream());
            skipHead(in);
            assertTurnedOut(in);
        }
    }

    @Test
    void aStrangerWhoStopsBeforeTheProofIsTurnedOut() throws IOException {
        try (var node = node(1).secret("a").start();
                var socket = connect(node)) {
            socket.getOutputStream().write(REQUEST);
            socket.getOutputStream().write(helloWithSecret());
            var in = new DataInputStream(socket.getInputStream());
            skipHead(in);
            assertEquals(FrameType.WELCOME, readType(in));
            assertTurnedOut(in);
            assertEquals(List.of(), node.met());
        }
    }

    @Test
    void aWrongProofIsRefused() throws IOException {
        try (var node = node(1).secret("a").start();
                var socket = connect(node)) {
            var out = socket.getOutputStream();
            out.write(REQUEST);
            out.write(helloWithSecret());
            out.write(FrameProps.encode(new Frame(FrameType.PROOF, Bytes.utf8("trust me"))));
            out.write(FrameProps.encode(new Frame(FrameType.DATA, Bytes.utf8("poison"))));
            var in = new DataInputStream(socket.getInputStream());
            skipHead(in);
            assertEquals(FrameType.WELCOME, readType(in));
            assertEquals(FrameType.REFUSED, readType(in));
            node.awaitNote("refuses 127.0.0.1:1: the other side does not know the cluster secret");
            assertEquals(List.of(), node.received());
        }
    }

    @Test
    void nothingIsDeliveredBeforeTheHandshakeIsOver() throws IOException {
        try (var node = node(1).start();
                var socket = connect(node)) {
            socket.getOutputStream().write(REQUEST);
            socket.getOutputStream().write(HELLO);
            socket.getOutputStream()
                    .write(FrameProps.encode(new Frame(FrameType.DATA, Bytes.utf8("poison"))));
            node.awaitNote("got a message before the handshake was over");
            assertEquals(List.of(), node.received());
        }
    }

    @Test
    void strangersGiveWayToPeersWhenThereAreTooMany() throws IOException {
        var strangers = new ArrayList<Socket>();
        var patient = new PeerConfig.Timing(500, 60_000, 50, 500, 50);
        try (var a = node(1).start();
                var b =
                        node(2).timing(patient)
                                .limits(new PeerConfig.Limits(1 << 20, 1 << 20, 4))
                                .start()) {
            for (int i = 0; i < 10; i++) {
                var socket = connect(b);
                strangers.add(socket);
                socket.getOutputStream().write(REQUEST);
                skipHead(new DataInputStream(socket.getInputStream()));
            }
            assertTurnedOut(new DataInputStream(strangers.getFirst().getInputStream()));
            a.update(0, b.member());
            a.sendUntilReceived(b, "let me in");
        } finally {
            for (Socket socket : strangers) {
                socket.close();
            }
        }
    }

    @Test
    void clientsThatHaveTakenEveryConnectionKeepNoPeerOut() throws IOException {
        try (var a = node(1).start();
                var b = node(2).connections(2).start();
                var client = connect(b);
                var other = connect(b)) {
            assertServed(client);
            assertServed(other);
            a.update(0, b.member());
            a.awaitAllFourConnections(b);
            a.sendUntilReceived(b, "let me in");
            assertTrue(a.notes().stream().noneMatch(note -> note.contains("cannot connect")));
            assertServed(client);
            assertServed(other);
        }
    }

    private static void assertServed(Socket client) throws IOException {
        String request = "HEAD / HTTP/1.1\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var in = new DataInputStream(client.getInputStream());
        String line = new String(in.readNBytes(13), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 404 ", line);
        skipHead(in);
    }

    @Test
    void peersDoNotGiveWayToStrangers() throws IOException {
        try (var a = node(1).start();
                var b = node(2).limits(new PeerConfig.Limits(1 << 20, 1 << 20, 2)).start()) {
            a.update(0, b.member());
            a.awaitAllFourConnections(b);
            try (var socket = connect(b)) {
                socket.getOutputStream().write(REQUEST);
                b.awaitNote("turns a peer connection away");
            }
            a.sendUntilReceived(b, "still here");
            assertTrue(a.notes().stream().noneMatch(note -> note.contains("lost")));
        }
    }

    /** An end, orderly or not, in contrast to mere silence. */
    private static void assertTurnedOut(DataInputStream in) {
        var end = assertThrows(IOException.class, in::readByte);
        assertFalse(end instanceof SocketTimeoutException);
    }

    private static byte[] helloWithSecret() {
        var hello =
                new Handshake.Hello(
                        Handshake.Versions.OWN,
                        new NodeId(9),
                        "127.0.0.1:1",
                        0,
                        NodeId.UNBOUND,
                        false,
                        false,
                        true,
                        Bytes.of(new byte[Handshake.NONCE_BYTES]));
        return FrameProps.encode(new Frame(FrameType.HELLO, hello.encode()));
    }

    private static Socket connect(TestNode node) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TestNode.PATIENCE_MILLIS);
        return socket;
    }

    private static void skipHead(DataInputStream in) throws IOException {
        for (int last = 0; last != 0x0d0a0d0a; ) {
            last = last << 8 | in.readUnsignedByte();
        }
    }

    private static FrameType readType(DataInputStream in) throws IOException {
        int length = in.readInt();
        in.readInt();
        FrameType type = FrameType.of(in.readUnsignedByte());
        in.readNBytes(length - 1);
        if (type == null) {
            throw new IOException("no frame");
        }
        return type;
    }
}
