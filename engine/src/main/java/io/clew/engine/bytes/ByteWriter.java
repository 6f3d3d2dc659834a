package io.clew.engine.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer; integers are big-endian, variable ones are LEB128. */
public final class ByteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] buffer;
    private int size;

    public ByteWriter() {
        this(64);
    }

    public ByteWriter(int capacity) {
        buffer = new byte[Math.max(capacity, 16)];
    }

    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the memory. */
    public void reset() {
        size = 0;
    }

    public ByteWriter u8(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter u32(int value) {
        ensure(4);
        INT.set(buffer, size, value);
        size += 4;
        return this;
    }

    public ByteWriter u64(long value) {
        ensure(8);
        LONG.set(buffer, size, value);
        size += 8;
        return this;
    }

    /** Overwrites four bytes written before, such as a length that was not known then. */
    public void u32At(int position, int value) {
        if (position < 0 || position + 4 > size) {
            throw new IndexOutOfBoundsException(position);
        }
        INT.set(buffer, position, value);
    }

    /** One to ten bytes; small non-negative numbers are short. */
    public ByteWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    public ByteWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public ByteWriter raw(byte[] bytes, int from, int length) {
        ensure(length);
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
        return this;
    }

    /** Length and content. */
    public ByteWriter bytes(Bytes value) {
        varint(value.size());
        return raw(value.array(), 0, value.size());
    }

    public ByteWriter string(String value) {
        return bytes(Bytes.utf8(value));
    }

    /** The memory behind this writer, valid up to {@link #size()} and until the next write. */
    public byte[] buffer() {
        return buffer;
    }

    public byte[] toArray() {
        return Arrays.copyOf(buffer, size);
    }

    public Bytes toBytes() {
        return Bytes.of(toArray());
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, more)));
        }
    }
}
