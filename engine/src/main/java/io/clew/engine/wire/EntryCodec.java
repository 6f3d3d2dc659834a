package io.clew.engine.wire;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;

/**
 * The bytes of a log entry, the same on disk and between peers.
 *
 * <pre>
 *   entry : index varint, body
 *   body  : kind u8, term varint, payload length varint, payload
 * </pre>
 *
 * The body stands alone, so that a run of contiguous entries names the index of its first only, and
 * so that the bytes of a body may be shared by all who send or store it.
 */
public final class EntryCodec {
    /** The fewest bytes that a body can have; bounds how many a length of bytes can hold. */
    public static final int BODY_BYTES_MIN = 3;

    private EntryCodec() {}

    public static void write(ByteWriter out, Entry entry) {
        Invariant.check(entry.index() > 0, "entries start at index 1", entry.index(), 0);
        out.varint(entry.index());
        writeBody(out, entry);
    }

    public static Entry read(ByteReader in) {
        long index = in.natural();
        if (index == 0) {
            throw new MalformedException("entry at index 0");
        }
        return readBody(in, index);
    }

    /** All but the index. */
    public static void writeBody(ByteWriter out, Entry entry) {
        Invariant.check(entry.term() >= 0, "terms are not negative", entry.term(), entry.index());
        out.u8(entry.kind().code()).varint(entry.term()).bytes(entry.payload());
    }

    /** What {@link #writeBody} wrote, as the entry at an index that the reader knows. */
    public static Entry readBody(ByteReader in, long index) {
        var kind = kind(in.u8());
        return new Entry(index, in.natural(), kind, in.bytes());
    }

    private static Entry.Kind kind(int code) {
        return switch (code) {
            case 0 -> Entry.Kind.NOOP;
            case 1 -> Entry.Kind.MEMBERSHIP;
            case 2 -> Entry.Kind.COMMAND;
            default -> throw new MalformedException("unknown kind of entry " + code);
        };
    }
}
