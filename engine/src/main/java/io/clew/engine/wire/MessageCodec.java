package io.clew.engine.wire;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Freshness;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.SnapshotId;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames between peers: messages of any groups, one after the other.
 *
 * <pre>
 *   frame   : message*
 *   message : type u8, shard varint, replicas, term varint, the rest by type
 *   replicas: sender's number varint, receiver's number varint; nothing for shard 0
 * </pre>
 *
 * There is no version in a frame: the handshake has agreed on one for the connection. The entries
 * of an append are contiguous, therefore only the position before them is sent.
 */
public final class MessageCodec {
    private static final int VOTE_REQUEST = 1;
    private static final int VOTE_REPLY = 2;
    private static final int APPEND = 3;
    private static final int APPENDED = 4;
    private static final int APPEND_REJECTED = 5;
    private static final int HEARTBEAT = 6;
    private static final int HEARTBEAT_REPLY = 7;
    private static final int SNAPSHOT_CHUNK = 8;
    private static final int SNAPSHOT_PROGRESS = 9;
    private static final int TIMEOUT_NOW = 10;
    private static final int STALE = 11;
    private static final int STATE_CHECK = 12;
    private static final int STATE_HASHED = 13;
    private static final int READ_INDEX = 14;
    private static final int READ_INDEX_REPLY = 15;

    /** More than the fixed part of any message takes. */
    private static final int FIXED_BYTES_MAX = 80;

    /**
     * A message and the group it is for.
     *
     * @param from the number of the replica that sends it
     * @param to the number of the replica that it is for
     */
    public record Routed(int shard, int from, int to, Message message) {
        /** Of the group to which nodes belong as themselves. */
        public Routed(int shard, Message message) {
            this(shard, 0, 0, message);
        }
    }

    private MessageCodec() {}

    /** At least as many bytes as {@link #write} takes. */
    public static int sizeBytes(Message message) {
        return switch (message) {
            case Message.Append append -> {
                int size = FIXED_BYTES_MAX;
                for (Entry entry : append.entries()) {
                    size = Math.addExact(size, entry.sizeBytes());
                }
                yield size;
            }
            case Message.SnapshotChunk chunk -> FIXED_BYTES_MAX + chunk.chunk().size();
            case Message.VoteRequest _,
                    Message.VoteReply _,
                    Message.Appended _,
                    Message.AppendRejected _,
                    Message.Heartbeat _,
                    Message.HeartbeatReply _,
                    Message.SnapshotProgress _,
                    Message.StateCheck _,
                    Message.StateHashed _,
                    Message.ReadIndex _,
                    Message.ReadIndexReply _,
                    Message.TimeoutNow _,
                    Message.Stale _ ->
                    FIXED_BYTES_MAX;
        };
    }

    /** Adds a message to a frame. */
    public static void write(ByteWriter out, Routed routed) {
        switch (routed.message()) {
            case Message.VoteRequest m -> {
                head(out, VOTE_REQUEST, routed);
                logId(out, m.last());
                out.bool(m.pre()).bool(m.transfer()).u64(m.clusterId());
            }
            case Message.VoteReply m ->
                    head(out, VOTE_REPLY, routed).bool(m.granted()).bool(m.pre());
            case Message.Append m -> append(out, routed, m);
            case Message.Appended m -> head(out, APPENDED, routed).varint(m.match());
            case Message.AppendRejected m -> {
                head(out, APPEND_REJECTED, routed).varint(m.rejected());
                logId(out, m.hint());
            }
            case Message.Heartbeat m -> {
                Freshness fresh = m.freshness();
                head(out, HEARTBEAT, routed).varint(m.round()).varint(m.commit());
                out.varint(fresh.echo()).varint(fresh.ageNanos() + 1).varint(fresh.index());
            }
            case Message.HeartbeatReply m -> head(out, HEARTBEAT_REPLY, routed).varint(m.round());
            case Message.SnapshotChunk m -> {
                head(out, SNAPSHOT_CHUNK, routed);
                snapshot(out, m.snapshot());
                out.varint(m.offset()).bytes(m.chunk());
            }
            case Message.SnapshotProgress m -> {
                head(out, SNAPSHOT_PROGRESS, routed);
                snapshot(out, m.snapshot());
                out.varint(m.next());
            }
            case Message.StateCheck m ->
                    head(out, STATE_CHECK, routed)
                            .varint(m.index())
                            .varint(m.agreed())
                            .u64(m.hash());
            case Message.StateHashed m ->
                    head(out, STATE_HASHED, routed).varint(m.index()).u64(m.hash());
            case Message.ReadIndex m ->
                    head(out, READ_INDEX, routed).u64(m.run()).varint(m.number());
            case Message.ReadIndexReply m ->
                    head(out, READ_INDEX_REPLY, routed)
                            .u64(m.run())
                            .varint(m.number())
                            .varint(m.index());
            case Message.TimeoutNow _ -> head(out, TIMEOUT_NOW, routed);
            case Message.Stale _ -> head(out, STALE, routed);
        }
    }

    /**
     * All messages of a frame, in the order in which they were written; none of one that is for the
     * node itself.
     */
    public static List<Routed> read(Bytes frame) {
        if (NodeMessageCodec.marks(frame)) {
            return List.of();
        }
        var in = new ByteReader(frame);
        var messages = new ArrayList<Routed>(4);
        while (in.remaining() > 0) {
            int type = in.u8();
            int shard = in.count(Integer.MAX_VALUE);
            int from = shard == 0 ? 0 : in.count(Integer.MAX_VALUE);
            int to = shard == 0 ? 0 : in.count(Integer.MAX_VALUE);
            messages.add(new Routed(shard, from, to, message(in, type, in.natural())));
        }
        return messages;
    }

    private static Message message(ByteReader in, int type, long term) {
        return switch (type) {
            case VOTE_REQUEST ->
                    new Message.VoteRequest(term, logId(in), in.bool(), in.bool(), in.u64());
            case VOTE_REPLY -> new Message.VoteReply(term, in.bool(), in.bool());
            case APPEND -> append(in, term);
            case APPENDED -> new Message.Appended(term, in.natural());
            case APPEND_REJECTED -> new Message.AppendRejected(term, in.natural(), logId(in));
            case HEARTBEAT ->
                    new Message.Heartbeat(
                            term,
                            in.varint(),
                            in.natural(),
                            new Freshness(in.natural(), in.natural() - 1, in.natural()));
            case HEARTBEAT_REPLY -> new Message.HeartbeatReply(term, in.varint());
            case SNAPSHOT_CHUNK -> chunk(in, term);
            case SNAPSHOT_PROGRESS -> {
                var snapshot = snapshot(in);
                yield new Message.SnapshotProgress(term, snapshot, within(in.natural(), snapshot));
            }
            case STATE_CHECK -> new Message.StateCheck(term, in.natural(), in.natural(), in.u64());
            case STATE_HASHED -> new Message.StateHashed(term, in.natural(), in.u64());
            case READ_INDEX -> new Message.ReadIndex(term, in.u64(), in.natural());
            case READ_INDEX_REPLY ->
                    new Message.ReadIndexReply(term, in.u64(), in.natural(), in.natural());
            case TIMEOUT_NOW -> new Message.TimeoutNow(term);
            case STALE -> new Message.Stale(term);
            default -> throw new MalformedException("unknown type of message " + type);
        };
    }

    private static ByteWriter head(ByteWriter out, int type, Routed routed) {
        long term = routed.message().term();
        Invariant.check(term >= 0, "terms are not negative", term, routed.shard());
        out.u8(type).varint(routed.shard());
        if (routed.shard() != 0) {
            out.varint(routed.from()).varint(routed.to());
        }
        return out.varint(term);
    }

    private static void append(ByteWriter out, Routed routed, Message.Append m) {
        head(out, APPEND, routed);
        logId(out, m.previous());
        out.varint(m.commit()).varint(m.entries().size());
        long index = m.previous().index();
        for (Entry entry : m.entries()) {
            index++;
            Invariant.check(entry.index() == index, "appends are a run", entry.index(), index);
            EntryCodec.writeBody(out, entry);
        }
    }

    private static Message append(ByteReader in, long term) {
        var previous = logId(in);
        long commit = in.natural();
        int count = in.count(in.remaining() / EntryCodec.BODY_BYTES_MIN);
        if (previous.index() > Long.MAX_VALUE - count) {
            throw new MalformedException("indexes beyond the last: " + previous.index());
        }
        var entries = new ArrayList<Entry>(count);
        for (int i = 1; i <= count; i++) {
            entries.add(EntryCodec.readBody(in, previous.index() + i));
        }
        return new Message.Append(term, previous, commit, entries);
    }

    private static Message chunk(ByteReader in, long term) {
        var snapshot = snapshot(in);
        long offset = within(in.natural(), snapshot);
        var chunk = in.bytes();
        if (chunk.size() > snapshot.sizeBytes() - offset) {
            throw new MalformedException("chunk beyond the end of " + snapshot);
        }
        return new Message.SnapshotChunk(term, snapshot, offset, chunk);
    }

    private static long within(long position, SnapshotId snapshot) {
        if (position > snapshot.sizeBytes()) {
            throw new MalformedException(position + " is beyond the end of " + snapshot);
        }
        return position;
    }

    private static void logId(ByteWriter out, LogId id) {
        out.varint(id.term()).varint(id.index());
    }

    private static LogId logId(ByteReader in) {
        return new LogId(in.natural(), in.natural());
    }

    private static void snapshot(ByteWriter out, SnapshotId id) {
        logId(out, id.last());
        out.varint(id.sizeBytes()).u32(id.checksum());
    }

    private static SnapshotId snapshot(ByteReader in) {
        return new SnapshotId(logId(in), in.natural(), in.u32());
    }
}
