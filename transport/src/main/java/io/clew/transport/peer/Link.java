package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Keeps one connection to a peer alive: dials, and dials again whenever it has ended. */
final class Link {
    private final Peer peer;
    private final boolean bulk;
    private final LocalNode local;
    private final Dialler dialler;
    private final EventLoop loop;
    private final Backoff backoff;
    private @Nullable DialledConnection connection;
    private boolean retryScheduled;
    private boolean stopped;

    Link(Peer peer, boolean bulk, LocalNode local, Dialler dialler, EventLoop loop) {
        this.peer = peer;
        this.bulk = bulk;
        this.local = local;
        this.dialler = dialler;
        this.loop = loop;
        this.backoff =
                new Backoff(
                        local.config().timing().backoffMillisMax(), ThreadLocalRandom.current());
    }

    /** Where it is connected to, null if it is not. */
    @Nullable String openAddress() {
        return connection != null && connection.open() ? connection.address() : null;
    }

    /** Dials unless that is under way, or pointless now. */
    void ensure() {
        if (stopped || connection != null || retryScheduled || !peer.wants(bulk)) {
            return;
        }
        String address = peer.nextAddress();
        if (!local.mayTalkTo(address)) {
            retryLater();
            return;
        }
        var limits = local.config().limits();
        var dialled = new DialledConnection(local, this, address, peer.id(), bulk, peer.isGuest());
        connection = dialled;
        dialler.dial(dialled, bulk ? limits.bulkBytesMax() : limits.controlBytesMax());
    }

    void opened(DialledConnection dialled) {
        backoff.reset();
        peer.opened(dialled, bulk);
    }

    void ended(DialledConnection dialled, String why) {
        if (connection == dialled) {
            connection = null;
            peer.ended(dialled, bulk, why);
            retryLater();
        }
    }

    private void retryLater() {
        if (!stopped && !retryScheduled) {
            retryScheduled = true;
            var _ = loop.schedule(this::retry, backoff.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void retry() {
        retryScheduled = false;
        ensure();
    }

    void send(Bytes message) {
        DialledConnection up = connection;
        if (up == null || !up.open()) {
            local.drop();
        } else if (!up.send(message)) {
            local.drop();
            local.rareNotes()
                    .note(
                            "drops messages: too many wait for "
                                    + up.address()
                                    + (bulk ? " (bulk)" : ""));
        }
    }

    void flush() {
        if (connection != null) {
            connection.flush();
        }
    }

    void tick(long now) {
        if (connection != null) {
            connection.tick(now);
        }
    }

    void tellCluster(long clusterId) {
        if (connection != null) {
            connection.tellCluster(clusterId);
        }
    }

    /** Ends a connection that is no longer right; the link dials anew. */
    void recheck() {
        DialledConnection now = connection;
        if (now == null) {
            return;
        }
        boolean wrongNode = now.id().bound() && peer.id().bound() && !peer.id().equals(now.id());
        boolean wrongPlace = !peer.isAt(now.address());
        if (!local.mayTalkTo(now.address())) {
            now.abort("cut off by order");
        } else if (wrongNode || wrongPlace) {
            now.abort("the membership has changed");
        }
    }

    void redial(String why) {
        if (connection != null) {
            connection.abort(why);
        }
    }

    void stop() {
        stopped = true;
        DialledConnection last = connection;
        connection = null;
        if (last != null) {
            last.abort("no longer needed");
        }
    }
}
