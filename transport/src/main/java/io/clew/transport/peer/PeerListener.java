package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;

/** What the peers' event loop tells; it is called on that loop and must not block. */
public interface PeerListener {
    /**
     * A handshake, or its refusal, told who is at an address; told again when that node's cluster
     * changes.
     *
     * @param address the address dialled, or the one that the dialling node claims for itself
     * @param clusterId 0 if it belongs to none yet
     */
    void met(String address, NodeId id, long clusterId);

    /** Frames of one sender come in the order sent on each of its connections; any may be lost. */
    void received(NodeId from, Bytes frame);

    /** One line for the operator. */
    void note(String line);
}
