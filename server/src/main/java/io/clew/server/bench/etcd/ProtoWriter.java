package io.clew.server.bench.etcd;

import java.io.ByteArrayOutputStream;

/** Writes a Protocol Buffers message, field by field. */
final class ProtoWriter {
    static final int VARINT = 0;
    static final int BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A number, from its lowest seven bits to its highest. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    ProtoWriter bytes(int field, byte[] value) {
        varint(((long) field << 3) | BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    ProtoWriter number(int field, long value) {
        varint(((long) field << 3) | VARINT);
        varint(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
