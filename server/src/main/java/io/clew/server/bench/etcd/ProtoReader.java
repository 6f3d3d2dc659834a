package io.clew.server.bench.etcd;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Finds fields in a Protocol Buffers message. */
final class ProtoReader {
    private static final int FIXED_64 = 1;
    private static final int FIXED_32 = 5;

    private final ByteBuffer in;
    private int field;
    private long number;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Reads what remains in the buffer, which stays as it is. */
    ProtoReader(ByteBuffer message) {
        this.in = message.duplicate();
    }

    /**
     * Goes on to the next field.
     *
     * @return false at the end
     * @throws IllegalArgumentException if this is no such message
     */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        try {
            long tag = varint();
            field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case ProtoWriter.VARINT -> number = varint();
                case ProtoWriter.BYTES -> bytes = take(varint());
                case FIXED_64 -> number = in.getLong();
                case FIXED_32 -> number = in.getInt();
                default -> throw new IllegalArgumentException("field of unknown type " + tag);
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a message that ends in a field", e);
        }
        return true;
    }

    private ByteBuffer take(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a field of " + length + " bytes");
        }
        ByteBuffer part = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return part;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    int field() {
        return field;
    }

    /** The value of the field, if it is a number. */
    long number() {
        return number;
    }

    /** The value of the field, if it is bytes, text or a message. */
    ByteBuffer bytes() {
        return bytes;
    }
}
