package io.clew.engine.raft;

import io.clew.engine.bytes.Bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * What a group wants done, in lanes. Which lane a message is put in says whether it must wait for
 * the disk: only a leader's appends and heartbeats, and what vouches for nothing that is not yet
 * durable, may use {@link #send}.
 */
public final class RaftOutbox {
    /**
     * A message and its destination.
     *
     * @param from who sends it
     * @param ticket 0 for the peer; else the request of the teaching window that it answers
     */
    public record Addressed(NodeId from, NodeId to, long ticket, boolean bulk, Message message) {}

    /** A read may be served once everything up to the index is applied. */
    public record Grant(long read, long index) {}

    public record ChunkWanted(NodeId to, SnapshotId snapshot, long offset) {}

    public record ChunkArrived(NodeId from, SnapshotId snapshot, long offset, Bytes chunk) {}

    /** What the leader says and asks about states. */
    public record Checked(NodeId from, Message.StateCheck check) {}

    /** What a follower says about its state. */
    public record Hashed(NodeId from, Message.StateHashed state) {}

    private final NodeId self;
    public final List<Addressed> now = new ArrayList<>();
    public final List<Addressed> afterWrite = new ArrayList<>();
    public final List<Grant> grants = new ArrayList<>();
    public final List<Long> droppedReads = new ArrayList<>();
    public final List<ChunkWanted> chunksWanted = new ArrayList<>();
    public final List<ChunkArrived> chunksArrived = new ArrayList<>();
    public final List<Checked> checks = new ArrayList<>();
    public final List<Hashed> hashes = new ArrayList<>();
    public final List<Note> notes = new ArrayList<>();

    RaftOutbox(NodeId self) {
        this.self = self;
    }

    /** Leaves at once, in parallel with the own disk write. */
    void send(NodeId to, Message message) {
        now.add(new Addressed(self, to, 0, false, message));
    }

    void sendBulk(NodeId to, Message message) {
        now.add(new Addressed(self, to, 0, true, message));
    }

    /** Leaves when everything that the group has asked to be written is durable. */
    void sendAfterWrite(NodeId to, Message message) {
        afterWrite.add(new Addressed(self, to, 0, false, message));
    }

    void reply(NodeId to, long ticket, boolean durable, Message message) {
        (durable ? now : afterWrite).add(new Addressed(self, to, ticket, false, message));
    }

    void grant(long read, long index) {
        grants.add(new Grant(read, index));
    }

    void dropRead(long read) {
        droppedReads.add(read);
    }

    void note(Note note) {
        notes.add(note);
    }
}
