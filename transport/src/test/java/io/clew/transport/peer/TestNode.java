package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.SocketTransport;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpConfig;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpHead;
import io.clew.transport.http.HttpServer;
import io.clew.transport.http.UpgradeHandler;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A node reduced to its peer network and an HTTP server to be dialled at. */
final class TestNode implements AutoCloseable {
    /** Far beyond what any step takes, so that only a real failure meets it. */
    static final long PATIENCE_MILLIS = 20_000;

    /** Small enough to see silence noticed, large enough for a busy machine. */
    static final PeerConfig.Timing QUICK = new PeerConfig.Timing(500, 2000, 50, 500, 50);

    record Met(String address, NodeId id, long clusterId) {}

    record Received(NodeId from, Bytes message) {}

    private final HttpServer http;
    private final int port;
    private final String address;
    private final NodeId id;
    private final PeerNetwork network;
    private final Log log = new Log();

    private TestNode(Options options) {
        http = listen(options);
        port = http.port();
        address = options.claimed == null ? "127.0.0.1:" + port : options.claimed;
        id = options.id;
        var config =
                new PeerConfig(id, address, options.secret)
                        .withTiming(options.timing)
                        .withLimits(options.limits);
        network = new PeerNetwork(config, log, options.transport);
        network.start();
    }

    /** How a node differs from the ordinary one. */
    static final class Options {
        private final NodeId id;
        private SocketTransport transport = SocketTransport.best();
        private @Nullable ClusterSecret secret;
        private PeerConfig.Timing timing = QUICK;
        private PeerConfig.Limits limits = PeerConfig.Limits.DEFAULT;
        private @Nullable String claimed;
        private int connections = 1_000;

        private Options(long id) {
            this.id = new NodeId(id);
        }

        Options on(SocketTransport other) {
            transport = other;
            return this;
        }

        Options secret(String text) {
            secret = new ClusterSecret(Bytes.utf8(text).array());
            return this;
        }

        Options timing(PeerConfig.Timing other) {
            timing = other;
            return this;
        }

        Options limits(PeerConfig.Limits other) {
            limits = other;
            return this;
        }

        /** Says that it is elsewhere than where it listens, as behind a proxy. */
        Options claiming(String other) {
            claimed = other;
            return this;
        }

        /** So many clients may be connected. */
        Options connections(int most) {
            connections = most;
            return this;
        }

        TestNode start() {
            return new TestNode(this);
        }
    }

    static Options node(long id) {
        return new Options(id);
    }

    private HttpServer listen(Options options) {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server =
                new HttpServer(
                        options.transport,
                        config(anyPort, options.connections),
                        new NotFound(),
                        new Peers());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private static HttpConfig config(InetSocketAddress at, int connections) {
        HttpConfig usual = HttpConfig.production(at);
        HttpConfig.Limits limits = usual.limits();
        return new HttpConfig(
                at,
                usual.eventLoops(),
                new HttpConfig.Limits(
                        connections,
                        limits.lineBytes(),
                        limits.headBytes(),
                        limits.bodyBytes(),
                        limits.bodiesBytes(),
                        limits.discardedBytes()),
                usual.timeouts());
    }

    private static final class NotFound implements HttpHandler {
        @Override
        public @Nullable HttpAnswer early(HttpHead head) {
            return null;
        }

        @Override
        public boolean vital(HttpHead head) {
            return false;
        }

        @Override
        public void handle(HttpCall call) {
            call.respond(HttpAnswer.text(404, "not found\n"));
        }
    }

    /** The network is made after the server, since it must know the port. */
    private final class Peers implements UpgradeHandler {
        @Override
        public String protocol() {
            return UpgradeRequest.PROTOCOL;
        }

        @Override
        public void adopt(Channel channel) {
            network.acceptor().adopt(channel);
        }
    }

    int port() {
        return port;
    }

    NodeId id() {
        return id;
    }

    String address() {
        return address;
    }

    PeerNetwork network() {
        return network;
    }

    Member member() {
        return new Member(id, address);
    }

    Member unbound() {
        return new Member(NodeId.UNBOUND, address);
    }

    void update(long clusterId, Member... others) {
        network.update(clusterId, Arrays.asList(others));
    }

    void send(TestNode to, String message) {
        network.send(to.id, false, Bytes.utf8(message));
    }

    /** Sends until it arrives, as Raft does: a message may be lost while connections are made. */
    void sendUntilReceived(TestNode to, String message) {
        var expected = new Received(id, Bytes.utf8(message));
        to.log.await(
                "message " + message,
                () -> to.log.received.contains(expected),
                () -> send(to, message));
    }

    /** Control and bulk, dialled and accepted. */
    void awaitAllFourConnections(TestNode other) {
        await(
                "four connections",
                () -> log.met.stream().filter(met -> met.id().equals(other.id)).count() >= 4);
    }

    void awaitMet(Met met) {
        log.await("" + met, () -> log.met.contains(met), () -> {});
    }

    void awaitNote(String part) {
        awaitNotes(1, note -> note.contains(part));
    }

    void awaitNotes(int count, Predicate<String> matching) {
        log.await("note", () -> log.notes.stream().filter(matching).count() >= count, () -> {});
    }

    void await(String what, BooleanSupplier holds) {
        log.await(what, holds, () -> {});
    }

    List<Received> received() {
        synchronized (log) {
            return List.copyOf(log.received);
        }
    }

    List<Met> met() {
        synchronized (log) {
            return List.copyOf(log.met);
        }
    }

    List<String> notes() {
        synchronized (log) {
            return List.copyOf(log.notes);
        }
    }

    @Override
    public void close() {
        network.close();
        try {
            http.close(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All that the network told; waits are woken by what arrives. */
    private static final class Log implements PeerListener {
        private final List<Met> met = new ArrayList<>();
        private final List<Received> received = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        @Override
        public synchronized void met(String address, NodeId id, long clusterId) {
            met.add(new Met(address, id, clusterId));
            notifyAll();
        }

        @Override
        public synchronized void received(NodeId from, Bytes message) {
            received.add(new Received(from, message));
            notifyAll();
        }

        @Override
        public synchronized void note(String line) {
            notes.add(line);
            notifyAll();
        }

        synchronized void await(String what, BooleanSupplier holds, Runnable again) {
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while (!holds.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no " + what + ": met " + met + ", notes " + notes);
                }
                again.run();
                try {
                    wait(10);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
