package io.clew.engine;

import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.SnapshotId;
import io.clew.engine.storage.SnapshotState;

import org.jspecify.annotations.Nullable;

/** All that a node can learn. The time comes with each, see {@link Node#handle}. */
public sealed interface Event {
    /** Time has passed; given when the deadline is reached and nothing else is waiting. */
    record Ticked() implements Event {}

    /** A frame from a peer whose identity the transport has verified. */
    record Received(NodeId from, Bytes frame) implements Event {}

    /** The write batches up to and with this sequence are durable. */
    record Written(long sequence) implements Event {}

    /** A client's request; the token names it in the answer. */
    record Requested(long token, Request request) implements Event {}

    /**
     * A handshake told who answers at an address.
     *
     * @param clusterId the cluster it belongs to, 0 if none yet
     */
    record PeerMet(String address, NodeId id, long clusterId) implements Event {}

    /** A {@link SnapshotTask.Save} is durable. */
    record SnapshotSaved(int shard, SnapshotId snapshot) implements Event {}

    /**
     * A {@link SnapshotTask.Load} is done.
     *
     * @param chunk null if that snapshot is gone, or damaged
     * @param damage what is damaged on disk, null if nothing was found
     */
    record ChunkLoaded(
            int shard,
            NodeId to,
            SnapshotId snapshot,
            long offset,
            @Nullable Bytes chunk,
            @Nullable String damage)
            implements Event {}

    /** A {@link SnapshotTask.Drop} is durable. */
    record Dropped(int shard) implements Event {}

    /**
     * A {@link SnapshotTask.Scrub} is done.
     *
     * @param damage what is damaged on disk, null if nothing was found
     */
    record Scrubbed(int shard, @Nullable String damage) implements Event {}

    /**
     * A {@link SnapshotTask.Receive} is done.
     *
     * @param next where the stored part ends now
     * @param complete the state, once the whole file is durable and has been verified
     * @param unknown why this version of the program cannot read the file, which is whole; null if
     *     it can, as far as is known
     */
    record ChunkReceived(
            int shard,
            NodeId from,
            SnapshotId snapshot,
            long next,
            @Nullable SnapshotState complete,
            @Nullable String unknown)
            implements Event {}
}
