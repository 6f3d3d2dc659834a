package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/** Another node: where it may be reached, who it is, and the two connections to it. */
final class Peer {
    /** More reasons than that in a row are noted again from the start. */
    private static final int TROUBLES_MAX = 16;

    private final Peers peers;
    private final LocalNode local;
    private final Link control;
    private final Link bulk;
    private final Set<String> troubles = new HashSet<>();
    private Member member;
    private boolean guest;

    /** Where it says that it is, if that is not where the membership has it. */
    private @Nullable String claimed;

    private boolean claimedIsNext;

    /** Who answered the last handshake. */
    private NodeId met = NodeId.UNBOUND;

    Peer(
            Peers peers,
            LocalNode local,
            Dialler dialler,
            EventLoop loop,
            Member member,
            boolean guest) {
        this.peers = peers;
        this.local = local;
        this.member = member;
        this.guest = guest;
        this.control = new Link(this, false, local, dialler, loop);
        this.bulk = new Link(this, true, local, dialler, loop);
    }

    /** A peer that is no member but has connected: it must get its answers. */
    void makeGuest() {
        changeRole(true);
    }

    /** The other side must know, see {@link Peers}, so it is told by a new handshake. */
    private void changeRole(boolean guestNow) {
        if (guest != guestNow) {
            guest = guestNow;
            control.redial("the membership has changed");
            bulk.redial("the membership has changed");
        }
    }

    boolean isGuest() {
        return guest;
    }

    /** Who it is by the membership, else who answered there. */
    NodeId id() {
        return member.id().bound() ? member.id() : met;
    }

    boolean isAt(String address) {
        return address.equals(member.address()) || address.equals(claimed);
    }

    void start() {
        control.ensure();
    }

    void become(Member now) {
        if (!now.id().equals(member.id())) {
            troubles.clear();
        }
        if (guest) {
            // It has said itself where it is, and the membership may be older than that.
            claimed = member.address();
        } else if (!now.address().equals(member.address())) {
            claimed = null;
        }
        if (now.address().equals(claimed)) {
            claimed = null;
        }
        member = now;
        changeRole(false);
        control.recheck();
        bulk.recheck();
        control.ensure();
    }

    void claims(String address) {
        if (!address.equals(member.address()) && !address.equals(claimed)) {
            claimed = address;
            claimedIsNext = true;
            local.listener().note("node " + id() + " is at " + address + " now");
        }
    }

    /** Where control has succeeded, else both known addresses in turn. */
    String nextAddress() {
        String proven = control.openAddress();
        if (proven != null) {
            return proven;
        }
        String elsewhere = claimed;
        if (elsewhere == null) {
            return member.address();
        }
        claimedIsNext = !claimedIsNext;
        return claimedIsNext ? member.address() : elsewhere;
    }

    /** Bulk waits for control: there is no use in two dials to a node that is down. */
    boolean wants(boolean bulkLink) {
        return !bulkLink || control.openAddress() != null;
    }

    void send(boolean bulkWanted, Bytes message) {
        boolean large = message.size() > Frame.PAYLOAD_BYTES_MAX;
        (bulkWanted || large ? bulk : control).send(message);
    }

    void flush() {
        control.flush();
        bulk.flush();
    }

    void tick(long now) {
        control.tick(now);
        bulk.tick(now);
    }

    void tellCluster(long clusterId) {
        control.tellCluster(clusterId);
        bulk.tellCluster(clusterId);
    }

    void recheck() {
        control.recheck();
        bulk.recheck();
        control.ensure();
    }

    void stop() {
        String connectedTo = control.openAddress();
        if (connectedTo != null) {
            local.listener().note("disconnects from " + connectedTo + ", node " + met);
        }
        control.stop();
        bulk.stop();
    }

    void opened(DialledConnection dialled, boolean isBulk) {
        if (!isBulk) {
            troubles.clear();
            met = dialled.id();
            peers.rerouted();
            local.listener().note("connected to " + dialled.address() + ", node " + dialled.id());
            bulk.ensure();
        }
        local.listener().met(dialled.address(), dialled.id(), dialled.clusterId());
    }

    /** Each reason is noted once until a connection succeeds, not at every attempt. */
    void ended(DialledConnection dialled, boolean isBulk, String why) {
        String line =
                dialled.open()
                        ? "lost " + dialled.address() + ": " + why
                        : "cannot connect to " + dialled.address() + ": " + why;
        if (troubles.size() >= TROUBLES_MAX) {
            troubles.clear();
        }
        if (troubles.add(line)) {
            local.listener().note(isBulk ? line + " (bulk)" : line);
        }
    }
}
