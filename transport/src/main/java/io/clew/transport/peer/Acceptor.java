package io.clew.transport.peer;

import io.clew.engine.raft.NodeId;
import io.clew.transport.http.UpgradeHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** Takes connections over from the HTTP server and keeps those that peers have opened. */
final class Acceptor implements UpgradeHandler {
    private final LocalNode local;
    private final Peers peers;
    private final EventLoop loop;

    /** In the order of their arrival. */
    private final Set<AcceptedConnection> accepted = new LinkedHashSet<>();

    private boolean stopped;

    Acceptor(LocalNode local, Peers peers, EventLoop loop) {
        this.local = local;
        this.peers = peers;
        this.loop = loop;
    }

    @Override
    public String protocol() {
        return UpgradeRequest.PROTOCOL;
    }

    /**
     * Moves the channel to the peers' loop, where a busy HTTP server cannot delay heartbeats.
     * Reading is off until the new handlers are there, so no byte can get lost on the way.
     */
    @Override
    public void adopt(Channel channel) {
        var _ = channel.deregister().addListener(left -> enter(channel));
    }

    private void enter(Channel channel) {
        try {
            loop.execute(() -> loop.register(channel).addListener(entered -> settle(channel)));
        } catch (RejectedExecutionException e) {
            // This network has been closed.
            channel.unsafe().closeForcibly();
        }
    }

    private void settle(Channel channel) {
        if (stopped || !channel.isActive() || !channel.isRegistered() || !makeRoom()) {
            channel.unsafe().closeForcibly();
            return;
        }
        var connection = new AcceptedConnection(local, this, channel);
        accepted.add(connection);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        // A peer that says no more is gone, unlike a client of HTTP that waits for its answer.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.pipeline().addLast(new FrameDecoder(), connection);
        channel.config().setAutoRead(true);
        // The answer to the upgrade may have been cut short by the move.
        channel.flush();
    }

    /** Strangers who have not said who they are give way first. */
    private boolean makeRoom() {
        if (accepted.size() < local.config().limits().acceptedMax()) {
            return true;
        }
        for (AcceptedConnection connection : accepted) {
            if (!connection.open()) {
                connection.abort("gave way to another");
                return true;
            }
        }
        local.rareNotes().note("turns a peer connection away: there are too many");
        return false;
    }

    void opened(AcceptedConnection connection) {
        if (!connection.bulk()) {
            peers.arrived(connection.from(), connection.address(), connection.onlyAnswers());
        }
    }

    void ended(AcceptedConnection connection) {
        accepted.remove(connection);
        if (connection.open() && !hears(connection.from())) {
            peers.left(connection.from());
        }
    }

    /** Whether that node is connected to this one for more than answers. */
    private boolean hears(NodeId id) {
        for (AcceptedConnection connection : accepted) {
            if (connection.asks(id)) {
                return true;
            }
        }
        return false;
    }

    void tick(long now) {
        new ArrayList<>(accepted).forEach(connection -> connection.tick(now));
    }

    void checkClusters() {
        new ArrayList<>(accepted).forEach(AcceptedConnection::checkCluster);
    }

    void checkRestriction() {
        for (AcceptedConnection connection : new ArrayList<>(accepted)) {
            if (!connection.address().isEmpty() && !local.mayTalkTo(connection.address())) {
                connection.abort("cut off by order");
            }
        }
    }

    void stop() {
        stopped = true;
        new ArrayList<>(accepted).forEach(connection -> connection.abort("this node stops"));
    }
}
