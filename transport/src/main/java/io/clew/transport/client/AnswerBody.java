package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/** The body of an answer as it comes in; where its length is announced, it is copied once. */
final class AnswerBody {
    private static final byte[] NONE = {};
    private static final int FIRST_BYTES = 64 << 10;

    private final int bytesMax;
    private byte[] bytes = NONE;
    private int size;
    private long announced;

    AnswerBody(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * @param length -1 if it is not known
     */
    void begin(long length) {
        announced = length;
        bytes = NONE;
        size = 0;
    }

    /** Whether there was room for it. */
    boolean add(ByteBuf content) {
        int more = content.readableBytes();
        if (more > bytesMax - size) {
            return false;
        }
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, capacity(size + more));
        }
        content.readBytes(bytes, size, more);
        size += more;
        return true;
    }

    private int capacity(int needed) {
        // Memory grows with what has come, not with what was announced.
        long doubled = Math.max(needed, Math.max(FIRST_BYTES, 2L * size));
        return (int) (announced >= needed ? Math.min(announced, doubled) : doubled);
    }

    Bytes take() {
        byte[] whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = NONE;
        size = 0;
        return Bytes.of(whole);
    }
}
