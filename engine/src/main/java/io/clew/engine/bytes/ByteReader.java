package io.clew.engine.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; anything out of bounds is a {@link MalformedException}. */
public final class ByteReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] array;
    private final int end;
    private int position;

    public ByteReader(Bytes bytes) {
        this(bytes.array(), 0, bytes.size());
    }

    public ByteReader(byte[] array, int from, int length) {
        if (from < 0 || length < 0 || from > array.length - length) {
            throw new IndexOutOfBoundsException(from + "+" + length + " of " + array.length);
        }
        this.array = array;
        this.position = from;
        this.end = from + length;
    }

    public int remaining() {
        return end - position;
    }

    public int position() {
        return position;
    }

    public int u8() {
        need(1);
        return array[position++] & 0xff;
    }

    public int u32() {
        need(4);
        int value = (int) INT.get(array, position);
        position += 4;
        return value;
    }

    public long u64() {
        need(8);
        long value = (long) LONG.get(array, position);
        position += 8;
        return value;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = u8();
            if (shift == 63 && b > 1) {
                break;
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new MalformedException("number of more than 64 bits");
    }

    /** A varint that must not be negative, such as a term or an index. */
    public long natural() {
        long value = varint();
        if (value < 0) {
            throw new MalformedException("negative number " + value);
        }
        return value;
    }

    /** A byte that must be 0 or 1. */
    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("neither true nor false: " + value);
        }
        return value == 1;
    }

    /** A count or length that must lie in 0 … max. */
    public int count(int max) {
        long value = varint();
        if (value < 0 || value > max) {
            throw new MalformedException("count " + value + " outside 0 … " + max);
        }
        return (int) value;
    }

    public Bytes bytes() {
        return raw(count(remaining()));
    }

    /** The next bytes, as many as the caller knows there must be. */
    public Bytes raw(int length) {
        if (length < 0) {
            throw new MalformedException("negative length " + length);
        }
        need(length);
        Bytes value = Bytes.of(Arrays.copyOfRange(array, position, position + length));
        position += length;
        return value;
    }

    public String string() {
        return bytes().utf8();
    }

    /** Requires that nothing is left. */
    public void finish() {
        if (remaining() != 0) {
            throw new MalformedException(remaining() + " bytes too many");
        }
    }

    private void need(int length) {
        if (remaining() < length) {
            throw new MalformedException("needs " + length + " bytes, has " + remaining());
        }
    }
}
