package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.netty.channel.EventLoop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All other nodes that this one dials: the members, and guests. A guest is no member, or not yet in
 * this node's eyes, but counts this node among its members; Raft lets it ask, so it must get
 * answers. A connection made only to answer makes nobody a guest, or two nodes that have forgotten
 * each other would keep each other forever.
 */
final class Peers {
    private final LocalNode local;
    private final Dialler dialler;
    private final EventLoop loop;
    private final Map<NodeId, Peer> routes = new HashMap<>();

    /** The nodes that have a connection to this one, and not only to answer. */
    private final Set<NodeId> heard = new HashSet<>();

    /** Members first. Replaced and never changed, since a callback may come while it is walked. */
    private List<Peer> all = List.of();

    Peers(LocalNode local, Dialler dialler, EventLoop loop) {
        this.local = local;
        this.dialler = dialler;
        this.loop = loop;
    }

    void update(List<Member> members) {
        var before = new ArrayList<>(all);
        var now = new LinkedHashMap<Member, Peer>();
        var others = new ArrayList<>(members);
        others.removeIf(member -> member.id().equals(local.config().self()));
        // Identity first: a node that has moved must not be taken for the new one at its old place.
        for (Member member : others) {
            if (member.id().bound()) {
                keep(before, now, member, peer -> peer.id().equals(member.id()));
            }
        }
        for (Member member : others) {
            keep(before, now, member, peer -> peer.isAt(member.address()));
        }
        for (Member member : others) {
            now.computeIfAbsent(member, this::create);
        }
        var after = new ArrayList<>(now.values());
        for (Peer gone : before) {
            if (heard.contains(gone.id())) {
                gone.makeGuest();
                after.add(gone);
            } else {
                gone.stop();
            }
        }
        all = List.copyOf(after);
        now.forEach((member, peer) -> peer.become(member));
        rerouted();
    }

    private static void keep(
            List<Peer> before, Map<Member, Peer> now, Member member, Predicate<Peer> same) {
        if (now.containsKey(member)) {
            return;
        }
        for (Peer peer : before) {
            if (same.test(peer)) {
                before.remove(peer);
                now.put(member, peer);
                return;
            }
        }
    }

    private Peer create(Member member) {
        return new Peer(this, local, dialler, loop, member, false);
    }

    /**
     * A node has connected to this one and claims to be at an address.
     *
     * @param onlyAnswers it counts this node among its guests
     */
    void arrived(NodeId id, String address, boolean onlyAnswers) {
        Peer known = routes.get(id);
        if (known != null) {
            known.claims(address);
        }
        if (onlyAnswers) {
            return;
        }
        heard.add(id);
        if (known == null) {
            invite(id, address);
        }
    }

    private void invite(NodeId id, String address) {
        for (Peer peer : all) {
            if (!peer.id().bound() && peer.isAt(address)) {
                return;
            }
        }
        var guest = new Peer(this, local, dialler, loop, new Member(id, address), true);
        var after = new ArrayList<>(all);
        after.add(guest);
        all = List.copyOf(after);
        guest.start();
        rerouted();
    }

    /** A node has no connection to this one any more, or only to answer. */
    void left(NodeId id) {
        heard.remove(id);
        stop(peer -> peer.isGuest() && peer.id().equals(id));
        rerouted();
    }

    /** Whoever is behind a peer may have become known. */
    void rerouted() {
        routes.clear();
        for (Peer peer : all) {
            if (peer.id().bound()) {
                routes.putIfAbsent(peer.id(), peer);
            }
        }
        stop(peer -> peer.isGuest() && routes.get(peer.id()) != peer);
    }

    private void stop(Predicate<Peer> superfluous) {
        var after = new ArrayList<Peer>();
        for (Peer peer : all) {
            if (superfluous.test(peer)) {
                peer.stop();
            } else {
                after.add(peer);
            }
        }
        all = List.copyOf(after);
    }

    void send(NodeId to, boolean bulk, Bytes message) {
        Peer peer = routes.get(to);
        if (peer == null) {
            local.drop();
        } else {
            peer.send(bulk, message);
        }
    }

    void flush() {
        all.forEach(Peer::flush);
    }

    void tick(long now) {
        all.forEach(peer -> peer.tick(now));
    }

    void tellCluster(long clusterId) {
        all.forEach(peer -> peer.tellCluster(clusterId));
    }

    void checkRestriction() {
        all.forEach(Peer::recheck);
    }

    void stop() {
        stop(peer -> true);
        routes.clear();
    }
}
