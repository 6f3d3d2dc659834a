package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

/**
 * What stands before each record of the log. It has a checksum of its own, beside that of the
 * payload, so that a header can be believed, and the marks in it counted as evidence, whatever
 * became of the bytes around it. Both checksums start from the segment's generation: what a
 * recycled file held before is no record.
 *
 * @param kind one of the constants below
 * @param length bytes of payload that follow
 * @param payloadCrc their checksum
 * @param sequence counts the records of the data folder over its whole life
 * @param synced the newest record that was known to be durable when this one was written
 */
record FrameHeader(int kind, int length, int payloadCrc, long sequence, long synced) {
    static final int BYTES = 32;

    /** Its payload are changes. */
    static final int BATCH = 1;

    /** Without payload; its mark vouches for the last record before a silence. */
    static final int SEAL = 2;

    /**
     * Without payload, written to a segment once the next one is durable: if that is missing some
     * day, it was lost. It takes the sequence of the next segment's first record.
     */
    static final int CONTINUED = 3;

    /** Frames begin at multiples of this, so that a search for one has few places to look at. */
    static final int ALIGNMENT = 8;

    private static final int SEQUENCE_AT = 16;

    static FrameHeader of(
            int kind, long generation, long sequence, long synced, byte[] payload, int length) {
        int crc = Checksum.of(generation, sequence, payload, BYTES, length);
        return new FrameHeader(kind, length, crc, sequence, synced);
    }

    /** Puts the header into the first bytes of the buffer. */
    void put(byte[] target, long generation) {
        var out = new ByteWriter(BYTES);
        out.u32(0).u32(payloadCrc).u32(length).u32(kind).u64(sequence).u64(synced);
        out.u32At(0, Checksum.of(generation, 0, out.buffer(), 4, BYTES - 4));
        System.arraycopy(out.buffer(), 0, target, 0, BYTES);
    }

    /** The sequence that a header here would have: a cheap test before the checksum. */
    static long sequenceAt(byte[] bytes, int at) {
        return new ByteReader(bytes, at + SEQUENCE_AT, 8).u64();
    }

    /** The header at this place, null if there is none of this generation. */
    static @Nullable FrameHeader read(byte[] bytes, int at, long generation) {
        var in = new ByteReader(bytes, at, BYTES);
        int crc = in.u32();
        if (crc != Checksum.of(generation, 0, bytes, at + 4, BYTES - 4)) {
            return null;
        }
        int payloadCrc = in.u32();
        int length = in.u32();
        int kind = in.u32();
        return new FrameHeader(kind, length, payloadCrc, in.u64(), in.u64());
    }

    boolean matches(byte[] bytes, int payloadAt, long generation) {
        return payloadCrc == Checksum.of(generation, sequence, bytes, payloadAt, length);
    }

    static long align(long position, int to) {
        return (position + to - 1) / to * to;
    }
}
