package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The payload of a batch record: each shard's change in turn. */
final class BatchCodec {
    private static final int NO_MARK = 0;
    private static final int MARK = 1;
    private static final int RESET_MARK = 2;

    private BatchCodec() {}

    static void write(List<ShardWrite> shards, ByteWriter out) {
        out.varint(shards.size());
        for (ShardWrite each : shards) {
            LogWrite write = each.write();
            out.varint(each.shard());
            writeHard(write.hard(), out);
            writeMark(write.mark(), out);
            out.varint(write.firstIndex()).varint(write.entries().size());
            for (Entry entry : write.entries()) {
                out.varint(entry.term()).u8(entry.kind().code()).bytes(entry.payload());
            }
        }
    }

    static List<ShardWrite> read(ByteReader in) {
        int count = in.count(in.remaining());
        var shards = new ArrayList<ShardWrite>(count);
        for (int i = 0; i < count; i++) {
            int shard = in.count(Integer.MAX_VALUE);
            HardState hard = readHard(in);
            SnapshotMark mark = readMark(in);
            long firstIndex = in.varint();
            var write = new LogWrite(hard, mark, firstIndex, readEntries(in, firstIndex));
            shards.add(new ShardWrite(shard, write));
        }
        in.finish();
        return shards;
    }

    static void writeHard(HardState hard, ByteWriter out) {
        out.varint(hard.term());
        writeNode(hard.vote(), out);
        out.varint((long) hard.replica() << 1 | (hard.gone() ? 1 : 0));
    }

    static HardState readHard(ByteReader in) {
        long term = in.varint();
        NodeId vote = readNode(in);
        long replica = in.varint();
        return new HardState(term, vote, (int) (replica >>> 1), (replica & 1) != 0);
    }

    private static void writeNode(NodeId id, ByteWriter out) {
        out.u64(id.value()).varint(id.replica());
    }

    private static NodeId readNode(ByteReader in) {
        return new NodeId(in.u64(), in.count(Integer.MAX_VALUE));
    }

    static void writeId(LogId id, ByteWriter out) {
        out.varint(id.term()).varint(id.index());
    }

    static LogId readId(ByteReader in) {
        return new LogId(in.varint(), in.varint());
    }

    private static void writeMark(@Nullable SnapshotMark mark, ByteWriter out) {
        if (mark == null) {
            out.u8(NO_MARK);
        } else {
            out.u8(mark.reset() ? RESET_MARK : MARK);
            writeId(mark.last(), out);
        }
    }

    private static @Nullable SnapshotMark readMark(ByteReader in) {
        int form = in.u8();
        return form == NO_MARK ? null : new SnapshotMark(readId(in), form == RESET_MARK);
    }

    private static List<Entry> readEntries(ByteReader in, long firstIndex) {
        int count = in.count(in.remaining());
        var entries = new ArrayList<Entry>(count);
        for (int i = 0; i < count; i++) {
            long term = in.varint();
            entries.add(new Entry(firstIndex + i, term, kind(in.u8()), in.bytes()));
        }
        return entries;
    }

    private static Entry.Kind kind(int code) {
        for (Entry.Kind kind : Entry.Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new MalformedException("unknown kind of entry " + code);
    }
}
