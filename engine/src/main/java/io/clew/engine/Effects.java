package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.storage.WriteBatch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a node wants done after the events that it was given. The lists have no order among each
 * other: everything may start at once, since whatever must wait for the disk is held back by the
 * node itself until {@link Event.Written}.
 *
 * @param sends frames for peers; any may be lost
 * @param write what must become durable, in the order of its sequence, answered by {@link
 *     Event.Written}; null if nothing
 * @param answers outcomes of requests
 * @param tasks work on snapshot files
 * @param notes what an operator may want to read in the log
 */
public record Effects(
        List<Transmission> sends,
        @Nullable WriteBatch write,
        List<Answer> answers,
        List<SnapshotTask> tasks,
        List<Note> notes) {

    /**
     * A frame for a peer.
     *
     * @param bulk goes by the second connection, so that heartbeats never wait behind it
     */
    public record Transmission(NodeId to, boolean bulk, Bytes frame) {}

    public record Answer(long token, Reply reply) {}
}
