package io.clew.server;

import io.clew.engine.Event;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.transport.peer.PeerListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the peers' connections tell to the node. */
record PeerEvents(Inbox inbox) implements PeerListener {
    private static final Logger LOG = LoggerFactory.getLogger("clew");

    @Override
    public void met(String address, NodeId id, long clusterId) {
        inbox.put(new Event.PeerMet(address, id, clusterId));
    }

    @Override
    public void received(NodeId from, Bytes frame) {
        if (!inbox.offer(new Event.Received(from, frame))) {
            LOG.warn("too much waits for the node: a frame of {} bytes is lost", frame.size());
        }
    }

    @Override
    public void note(String line) {
        LOG.info(line);
    }
}
