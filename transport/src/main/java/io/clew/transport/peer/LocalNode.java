package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** This node as its connections see it: what it says of itself and with whom it may talk. */
final class LocalNode {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PeerConfig config;
    private final PeerListener listener;
    private final RareNotes rareNotes;
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable Set<String> restriction;

    // On the peers' loop alone.
    private long clusterId;

    LocalNode(PeerConfig config, PeerListener listener) {
        this.config = config;
        this.listener = listener;
        this.rareNotes = new RareNotes(listener::note);
    }

    PeerConfig config() {
        return config;
    }

    PeerListener listener() {
        return listener;
    }

    /** For what strangers or a stream of frames can cause over and over. */
    RareNotes rareNotes() {
        return rareNotes;
    }

    long clusterId() {
        return clusterId;
    }

    void belongTo(long cluster) {
        clusterId = cluster;
    }

    /** Takes effect at once for whatever is delivered from now on. */
    void restrictTo(@Nullable Set<String> addresses) {
        restriction = addresses == null ? null : Set.copyOf(addresses);
    }

    boolean mayTalkTo(String address) {
        Set<String> only = restriction;
        return only == null || only.contains(address);
    }

    void drop() {
        dropped.increment();
    }

    long dropped() {
        return dropped.sum();
    }

    Bytes nonce() {
        var nonce = new byte[Handshake.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return Bytes.of(nonce);
    }

    Handshake.Hello hello(NodeId expected, boolean bulk, boolean guest) {
        return new Handshake.Hello(
                Handshake.Versions.OWN,
                config.self(),
                config.address(),
                clusterId,
                expected,
                bulk,
                guest,
                config.secret() != null,
                nonce());
    }

    Handshake.Welcome welcome(Handshake.Hello hello, Bytes encodedHello) {
        return Handshake.Welcome.to(
                hello, encodedHello, config.self(), clusterId, nonce(), config.secret());
    }

    Handshake.Refused refuse(String why, Bytes encodedHello) {
        return Handshake.Refused.from(why, encodedHello, config.self(), clusterId, config.secret());
    }

    @Nullable String objection(Handshake.Hello hello) {
        return Handshake.objection(
                hello, Handshake.Versions.OWN, config.self(), clusterId, config.secret() != null);
    }
}
