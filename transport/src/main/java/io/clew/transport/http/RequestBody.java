package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/**
 * A request's body as it comes in. Memory grows with what has arrived, not with what was announced:
 * a head costs a client nothing.
 */
final class RequestBody {
    /** Bodies up to this size are not worth counting: heads may cost as much. */
    private static final int SMALL = 4 << 10;

    /** A body of unknown length that is no larger is read to its end: it may have been empty. */
    private static final int UNKNOWN_SMALL = 64 << 10;

    private static final byte[] NONE = new byte[0];

    /** What became of bytes that were added. */
    enum Added {
        KEPT,
        TOO_LONG,
        NO_MEMORY
    }

    private final BodyBudget budget;
    private final int bytesMax;
    private byte[] bytes = NONE;
    private int size;
    private long announced;
    private long reserved;

    RequestBody(BodyBudget budget, int bytesMax) {
        this.budget = budget;
        this.bytesMax = bytesMax;
    }

    /**
     * @param contentLength -1 if unknown
     */
    void begin(long contentLength) {
        clear();
        announced = contentLength;
    }

    Added add(ByteBuf content) {
        int more = content.readableBytes();
        if (more == 0) {
            return Added.KEPT;
        }
        if (more > bytesMax - size) {
            return Added.TOO_LONG;
        }
        if (bytes.length - size < more && !grow(size + more)) {
            return Added.NO_MEMORY;
        }
        content.readBytes(bytes, size, more);
        size += more;
        return Added.KEPT;
    }

    private boolean grow(int needed) {
        long doubled = Math.max(needed, Math.min(bytesMax, (long) size * 2));
        // The final size is exact, so that the usual body, which comes as a whole, is not copied.
        long capacity =
                announced >= needed ? Math.min(announced, Math.max(doubled, SMALL)) : doubled;
        if (capacity > SMALL) {
            if (!budget.tryReserve(capacity - reserved)) {
                return false;
            }
            reserved = capacity;
        }
        bytes = Arrays.copyOf(bytes, (int) capacity);
        return true;
    }

    /** Whether enough is known of it to answer the request without the rest. */
    boolean maySpareItsRest() {
        return announced >= 0 || size > UNKNOWN_SMALL;
    }

    /** Hands over what was received. The budget stays charged until {@link #clear}. */
    Bytes take() {
        byte[] whole = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        bytes = NONE;
        size = 0;
        return Bytes.of(whole);
    }

    void clear() {
        bytes = NONE;
        size = 0;
        budget.release(reserved);
        reserved = 0;
    }
}
