package io.clew.server;

import io.clew.engine.Effects.Transmission;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SetAside;
import io.clew.transport.http.KvApi;
import io.clew.transport.peer.ClusterSecret;
import io.clew.transport.peer.PeerConfig;
import io.clew.transport.peer.PeerNetwork;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A running node: wires its parts, starts them in order and stops them in order. */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger("clew");
    private static final long ASK_MILLIS = 1_000;
    private static final long POLL_MILLIS = 2;

    /** Alone a node elects itself at once; this is for a disk that is very slow. */
    private static final long LEAD_ALONE_MILLIS = 60_000;

    private static final long SHARDS_MILLIS = 5_000;

    // The parts of an orderly end, 4 s together; most take a few milliseconds.
    private static final long HAND_OVER_MILLIS = 1_000;

    /** While leadership is handed over: who uses a connection learns by an answer that it ends. */
    private static final long IDLE_GRACE_NANOS = 200_000_000;

    private static final long FINISH_MILLIS = 1_000;
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);
    private static final long SYNC_MILLIS = 700;

    /** Whoever is rebuilt is in no hurry; a snapshot may be on its way to the disk. */
    private static final long LAST_WORK_MILLIS = 60_000;

    private final ServerConfig config;
    private final DataFolder folder;
    private final NodeId id;
    private final PeerNetwork peers;
    private final AtomicBoolean peersStarted = new AtomicBoolean();
    private final NodeThreads node;
    private final KnownMembers knownMembers;
    private final Notebook notes;
    private final JoinFile joinFile;
    private final StartWish wish;
    private final ClusterOrders orders;
    private final @Nullable Forwarding forwarding;
    private final Controls controls;
    private final Port port;

    /**
     * Comes back when clients are served.
     *
     * @param fatal told of whatever ends one of the node's threads unexpectedly
     * @param condemned told why the node must be rebuilt
     * @param made told of the server before its port is open, so that it can be stopped from then
     *     on
     */
    static Server start(
            ServerConfig config,
            Consumer<Throwable> fatal,
            Consumer<String> condemned,
            Consumer<Server> made) {
        var folder = DataFolder.open(config);
        Recovered recovered = folder.storage().takeRecovered();
        var told = new ToldPeers(config.dataFolder());
        try {
            DataFolder.refuseUnknown(recovered, config.dataFolder());
            StoredCluster.check(recovered, config, told.read());
            if (!config.alone()) {
                told.note(config.others());
            }
        } catch (StartException e) {
            folder.close();
            throw e;
        }
        LOG.info(DataFolder.summary(recovered));
        var server = new Server(config, folder, recovered, told, fatal, condemned);
        server.node.start();
        made.accept(server);
        try {
            server.open();
            return server;
        } catch (StartException e) {
            var _ = server.stopNode();
            throw e;
        }
    }

    private Server(
            ServerConfig config,
            DataFolder folder,
            Recovered recovered,
            ToldPeers told,
            Consumer<Throwable> fatal,
            Consumer<String> condemned) {
        this.config = config;
        this.folder = folder;
        id = recovered.node();
        var inbox = new Inbox();
        var secret = config.clusterSecret();
        var self =
                new PeerConfig(
                        id,
                        config.address(),
                        secret == null ? null : new ClusterSecret(secret.array()));
        peers = new PeerNetwork(self, new PeerEvents(inbox));
        joinFile = new JoinFile(config.dataFolder());
        controls =
                new Controls(
                        peers::restrictTo,
                        config.dataFolder(),
                        joinFile::waits,
                        this::onItsWay,
                        this::node);
        if (config.faultInjection()) {
            controls.restorePartition();
        }
        Consumer<Transmission> sends = f -> peers.send(f.to(), f.bulk(), f.frame());
        wish = new StartWish(recovered, config, joinFile, told);
        List<String> founders = wish.current() == null ? config.members() : List.of();
        knownMembers = new KnownMembers(config.dataFolder());
        notes = new Notebook(fatal);
        node =
                new NodeThreads(
                        config,
                        folder,
                        recovered,
                        founders,
                        inbox,
                        sends,
                        this::membersChanged,
                        fatal,
                        condemned);
        var api = new KvApi(config.api(), controls);
        forwarding =
                config.proxy()
                        ? new Forwarding(
                                config.address(), Forwarding.Limits.of(config), peers::mayTalkTo)
                        : null;
        orders =
                new ClusterOrders(
                        node,
                        api,
                        new Member(id, config.address()),
                        joinFile,
                        new OtherNodes(peers::mayTalkTo),
                        this::joined);
        var handler = new ApiHandler(api, node, orders, forwarding, peers::mayTalkTo);
        port = new Port(config.http(), handler, peers.acceptor());
    }

    private NodeThreads node() {
        return node;
    }

    private boolean onItsWay() {
        return orders.onItsWay();
    }

    /** It is what it wanted to be. */
    private void joined() {
        if (!wish.joined()) {
            wish.fulfilled();
        }
        Rebuilding.finish(folder.disk(), config.dataFolder(), node.cluster());
    }

    /** Called by the node's loop, and once by the constructor. */
    private void membersChanged(long clusterId, Membership members, List<Member> others) {
        if (!others.isEmpty() && peersStarted.compareAndSet(false, true)) {
            if (config.clusterSecret() == null) {
                LOG.warn(
                        "no cluster secret: whoever reaches this port can pose as a member"
                                + " (--cluster-secret-file)");
            }
            peers.start();
        }
        if (clusterId != 0) {
            JoinFile.Wish now = joinFile.last();
            notes.note(() -> knownMembers.note(id, now, members));
        }
        peers.update(clusterId, others);
    }

    private void open() {
        // Some clients send as soon as the port accepts, so that a node that is alone leads by
        // then.
        // With peers it cannot wait for that: they use the same port to find each other.
        boolean founds = wish.current() == null || wish.renounces();
        if (founds && node.status(LEAD_ALONE_MILLIS).peers().isEmpty()) {
            if (!await(Status::serving, LEAD_ALONE_MILLIS)) {
                throw new StartException("the node does not get ready; its disk may be stuck");
            }
            awaitShards();
        }
        if (!port.open()) {
            return;
        }
        WarmUp.run(config.reachableHost(), config.port());
        controls.healthy(true);
        if (wish.renounces()) {
            // That forgets a cluster of its own, if there is nothing in it.
            Reply reply = renounced();
            if (!(reply instanceof Reply.Done)) {
                wish.refused(reply);
            }
        }
        JoinFile.Wish now = wish.current();
        if (now != null) {
            var _ = orders.join(now);
        } else if (wish.joined() && SetAside.any(folder.disk().list())) {
            orders.finishJoining();
        }
    }

    /** Those of a new cluster have yet to be placed; one that lacks others would never lead. */
    private void awaitShards() {
        long end = System.nanoTime() + SHARDS_MILLIS * 1_000_000;
        var questions = new Questions(node);
        while (System.nanoTime() < end
                && !(questions.ask(new Request.Shards()) instanceof Reply.Shards(var shards, _)
                        && shards.stream().allMatch(shard -> shard.leader() != null))) {
            pause();
        }
    }

    /** Shards may still be at what they found in their logs: each elects its leader for itself. */
    private Reply renounced() {
        long end = System.nanoTime() + LEAD_ALONE_MILLIS * 1_000_000;
        var questions = new Questions(node);
        Reply reply = questions.ask(new Request.Renounce(false));
        while (reply instanceof Reply.Refused && System.nanoTime() < end) {
            pause();
            reply = questions.ask(new Request.Renounce(false));
        }
        return reply;
    }

    /** Whether it waits to be taken into a cluster. */
    boolean joins() {
        return joinFile.waits();
    }

    /** How the node sees itself once it serves. */
    Status seen() {
        return node.status(LEAD_ALONE_MILLIS);
    }

    /**
     * Stops in order, within 4 s whatever happens: hands leadership over, finishes what is in
     * flight, and makes all that was written durable.
     */
    void stop() {
        LOG.info("stopping");
        port.stopAccepting();
        long idleUntil = System.nanoTime() + IDLE_GRACE_NANOS;
        if (!handOver()) {
            LOG.warn("stops without having handed leadership over");
        }
        port.closeIdle(Duration.ofNanos(idleUntil - System.nanoTime()));
        orders.stop(); // Who waits for one is answered.
        awaitQuiet();
        port.close(LAST_ANSWERS);
        if (stopNode()) {
            LOG.info("stopped, all that was written is durable");
        } else {
            LOG.warn("stops while the disk is still at work: nothing unsynced was acknowledged");
        }
    }

    /** Says whether nobody depends on this node's leadership any more. */
    private boolean handOver() {
        try {
            Status status = status();
            if (status.peers().isEmpty() || status.leads() == 0) {
                return true;
            }
            return handOver(System.nanoTime() + HAND_OVER_MILLIS * 1_000_000);
        } catch (StartException e) {
            return false; // Too busy to answer; the rest of an orderly end must not be left out.
        }
    }

    /** Tries one heir after the other. Who asks here meanwhile is best told the new leader. */
    private boolean handOver(long end) {
        Status status = status();
        while (status.leads() > 0 || status.leader() == null) {
            if (System.nanoTime() > end) {
                return status.leads() == 0;
            }
            if (status.leads() > 0) {
                node.submit(new Request.Resign(), _ -> {});
            }
            pause();
            status = status();
        }
        return true;
    }

    private void awaitQuiet() {
        long end = System.nanoTime() + FINISH_MILLIS * 1_000_000;
        while (!(node.quiet() && (forwarding == null || forwarding.quiet()))
                && System.nanoTime() < end) {
            pause();
        }
    }

    /** Gives up at once a node that must not be trusted, and sets its data aside. */
    void abandon(String why) {
        port.stopAccepting();
        orders.stop();
        port.close(LAST_ANSWERS);
        if (!endNode(LAST_WORK_MILLIS)) {
            throw new StartException(
                    "cannot be rebuilt before a restart, the disk is stuck: " + why);
        }
        folder.storage().close();
        String refusal = Rebuilding.begin(folder.disk(), config, why);
        if (refusal != null) {
            throw new StartException(why + "; " + refusal);
        }
        folder.disk().close();
    }

    /** The files are closed only if nobody uses them any more; says whether that is so. */
    private boolean stopNode() {
        boolean ended = endNode(SYNC_MILLIS);
        if (ended) {
            folder.close();
        }
        return ended;
    }

    private boolean endNode(long millis) {
        if (forwarding != null) {
            forwarding.close();
        }
        peers.close();
        boolean ended = node.stop(millis);
        var _ = notes.close(SYNC_MILLIS);
        return ended;
    }

    private boolean await(Predicate<Status> condition, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        // A loop that has much to do at the start may take its time for one answer as well.
        while (!condition.test(node.status(millis))) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause();
        }
        return true;
    }

    private Status status() {
        return node.status(ASK_MILLIS);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
