package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.MalformedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The beginning of a segment. With its checkpoint, all segments before it can go, as far as their
 * entries are not needed, and no term or vote goes with them.
 *
 * @param generation the segment's number, never used twice
 * @param firstSequence the sequence of its first record; that of every record before is lower and
 *     was durable before this header was written
 * @param checkpoint each shard's state at that point
 */
record SegmentHeader(long generation, long firstSequence, Map<Integer, ShardTail> checkpoint) {
    /** Records never share a sector of this size with the header, nor with synced records. */
    static final int SECTOR_BYTES = 512;

    static final int PREFIX_BYTES = 8;

    /** {@code CLEW WA2}: its last character counts the formats. */
    private static final long MAGIC = 0x434c_4557_2057_4132L;

    private static final int MAGIC_AT = 8;
    private static final int MAGIC_END = 16;
    private static final String PREFIX = "wal-";

    SegmentHeader {
        checkpoint = new TreeMap<>(checkpoint);
    }

    static String fileName(long generation) {
        return PREFIX + HexFormat.of().toHexDigits(generation);
    }

    /** The number in a segment's file name, -1 if it is not one. */
    static long generationOf(String fileName) {
        if (fileName.length() != PREFIX.length() + 16 || !fileName.startsWith(PREFIX)) {
            return -1;
        }
        try {
            long number = Long.parseLong(fileName, PREFIX.length(), fileName.length(), 16);
            return fileName(number).equals(fileName) ? number : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    String fileName() {
        return fileName(generation);
    }

    /** Checksum, length, content, and zeros up to the end of the sector. */
    byte[] encode() {
        var out = new ByteWriter();
        out.u32(0).u32(0).u64(MAGIC).u64(generation).u64(firstSequence);
        out.varint(checkpoint.size());
        checkpoint.forEach(
                (shard, tail) -> {
                    out.varint(shard);
                    BatchCodec.writeHard(tail.hard(), out);
                    BatchCodec.writeId(tail.mark(), out);
                    out.varint(tail.lastIndex());
                });
        int length = out.size();
        out.u32At(4, length);
        out.u32At(0, Checksum.of(MAGIC, 0, out.buffer(), 4, length - 4));
        int padded = (int) FrameHeader.align(length, SECTOR_BYTES);
        return Arrays.copyOf(out.toArray(), padded);
    }

    /** The length that a header claims in its first {@link #PREFIX_BYTES}. */
    static int lengthOf(byte[] prefix) {
        return new ByteReader(prefix, 4, 4).u32();
    }

    /**
     * The header in the first bytes, null if they are damaged.
     *
     * @throws DiskException if they are whole and of another format; checksum, length and magic
     *     stand in the same place in all of them
     */
    static @Nullable SegmentHeader decode(byte[] bytes, int length, String file) {
        if (length < MAGIC_END) {
            return null;
        }
        long magic = new ByteReader(bytes, MAGIC_AT, MAGIC_END - MAGIC_AT).u64();
        var in = new ByteReader(bytes, 0, length);
        if (magic >> 8 != MAGIC >> 8 || in.u32() != Checksum.of(magic, 0, bytes, 4, length - 4)) {
            return null;
        }
        if (magic != MAGIC) {
            throw DiskException.unknownFormat(
                    file, "it has format " + (char) (magic & 0xff) + ", this version reads 2");
        }
        try {
            in.u32();
            in.u64();
            return content(in);
        } catch (MalformedException _) {
            return null;
        }
    }

    private static SegmentHeader content(ByteReader in) {
        long generation = in.u64();
        long firstSequence = in.u64();
        var checkpoint = new TreeMap<Integer, ShardTail>();
        for (int left = in.count(in.remaining()); left > 0; left--) {
            int shard = in.count(Integer.MAX_VALUE);
            checkpoint.put(
                    shard,
                    new ShardTail(BatchCodec.readHard(in), BatchCodec.readId(in), in.varint()));
        }
        in.finish();
        return new SegmentHeader(generation, firstSequence, checkpoint);
    }
}
