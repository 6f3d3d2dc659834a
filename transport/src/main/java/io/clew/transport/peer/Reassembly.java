package io.clew.transport.peer;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Puts together a message that came in parts; one at a time, since parts are never interleaved. */
final class Reassembly {
    private static final byte[] NOTHING = new byte[0];

    private byte[] buffer = NOTHING;
    private int total;
    private int filled;

    /** The message, if this was its last part. */
    @Nullable Bytes add(Bytes part) {
        var in = new ByteReader(part);
        int size = in.u32();
        int offset = in.u32();
        int length = in.remaining();
        if (offset == 0 && filled == 0) {
            start(size);
        }
        if (size != total || offset != filled || length == 0 || length > total - filled) {
            throw new MalformedException("got a part of a message out of place");
        }
        if (buffer.length - filled < length) {
            // Grows with what has come, not with what was announced.
            buffer = Arrays.copyOf(buffer, (int) Math.min(total, 2L * (filled + length)));
        }
        System.arraycopy(part.array(), Frame.PART_HEADER_BYTES, buffer, filled, length);
        filled += length;
        return filled == total ? finish() : null;
    }

    private void start(int size) {
        if (size < 1 || size > PeerNetwork.MESSAGE_BYTES_MAX) {
            throw new MalformedException(
                    "got a message of " + Integer.toUnsignedString(size) + " bytes");
        }
        total = size;
    }

    private Bytes finish() {
        Bytes whole = Bytes.of(buffer.length == total ? buffer : Arrays.copyOf(buffer, total));
        buffer = NOTHING;
        total = 0;
        filled = 0;
        return whole;
    }
}
