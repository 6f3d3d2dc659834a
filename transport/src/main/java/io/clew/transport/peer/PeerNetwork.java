package io.clew.transport.peer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.SocketTransport;
import io.clew.transport.http.UpgradeHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * Carries messages between the nodes of a cluster, best effort: whatever cannot be sent now is
 * dropped, since Raft repeats itself.
 *
 * <p>All methods may be called from any thread and none blocks, except {@link #close}.
 */
public final class PeerNetwork implements AutoCloseable {
    /** The largest message: it brings the largest value, and its key. */
    public static final int MESSAGE_BYTES_MAX = (64 << 20) + (64 << 10);

    private static final int STOP_MILLIS_MAX = 400;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final LocalNode local;
    private final Peers peers;
    private final Acceptor acceptor;
    private final Outbox outbox;

    public PeerNetwork(PeerConfig config, PeerListener listener) {
        this(config, listener, SocketTransport.best());
    }

    PeerNetwork(PeerConfig config, PeerListener listener, SocketTransport transport) {
        group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("clew-peers", true), transport.ioHandlers());
        loop = group.next();
        local = new LocalNode(config, listener);
        var dialler = new Dialler(loop, transport, config.timing().connectMillis());
        peers = new Peers(local, dialler, loop);
        acceptor = new Acceptor(local, peers, loop);
        outbox = new Outbox(local, peers, loop);
    }

    /** Starts to watch for connections that have died. */
    public void start() {
        int millis = local.config().timing().tickMillis();
        onLoop(
                () -> {
                    var _ = loop.scheduleWithFixedDelay(this::tick, millis, millis, MILLISECONDS);
                });
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            peers.tick(now);
            acceptor.tick(now);
        } catch (RuntimeException e) {
            // Thrown on, it would end the ticks without a word, and dead links would stay.
            local.listener().note("watching the peer connections failed: " + e);
        }
    }

    /**
     * Whom to keep connections with, to be called whenever the membership or the cluster changes.
     *
     * @param clusterId 0 while this node belongs to none
     * @param members the others; one without an identity takes that of whoever answers
     */
    public void update(long clusterId, List<Member> members) {
        List<Member> others = List.copyOf(members);
        onLoop(
                () -> {
                    boolean changed = clusterId != local.clusterId();
                    local.belongTo(clusterId);
                    if (changed) {
                        peers.tellCluster(clusterId);
                        acceptor.checkClusters();
                    }
                    peers.update(others);
                });
    }

    /**
     * Sends a message if there is a connection to that node and room in its queue.
     *
     * @param bulk it is large, or not urgent: small ones never wait behind it
     */
    public void send(NodeId to, boolean bulk, Bytes message) {
        if (message.size() > MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a message of " + message.size() + " bytes is larger than any peer accepts");
        }
        outbox.add(to, bulk, message);
    }

    /**
     * For tests of a cluster: behaves as if the network reached these members alone. Whatever is
     * under way between this node and the others is lost.
     *
     * @param addresses as the members themselves write them, null to lift the restriction
     */
    public void restrictTo(@Nullable Set<String> addresses) {
        local.restrictTo(addresses);
        onLoop(
                () -> {
                    acceptor.checkRestriction();
                    peers.checkRestriction();
                });
    }

    /**
     * Whether a restriction lets this node reach an address, as whatever else asks other nodes has
     * to know; itself it always reaches.
     */
    public boolean mayTalkTo(String address) {
        return address.equals(local.config().address()) || local.mayTalkTo(address);
    }

    /** Takes over the connections that peers open to this node's HTTP server. */
    public UpgradeHandler acceptor() {
        return acceptor;
    }

    /** How many messages were not sent, for want of a connection or of room. */
    public long dropped() {
        return local.dropped();
    }

    @Override
    public void close() {
        onLoop(
                () -> {
                    acceptor.stop();
                    peers.stop();
                });
        var stopped = group.shutdownGracefully(0, STOP_MILLIS_MAX / 2, MILLISECONDS);
        if (!loop.inEventLoop()) {
            stopped.awaitUninterruptibly(STOP_MILLIS_MAX, MILLISECONDS);
        }
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: nothing is left that the task could change.
        }
    }
}
