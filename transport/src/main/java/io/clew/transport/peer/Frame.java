package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.util.zip.CRC32C;

/**
 * One unit on a peer connection: {@code length u32, CRC32C u32, type u8, payload}. The length
 * counts type and payload; the checksum covers all but itself. Numbers are big-endian.
 */
record Frame(FrameType type, Bytes payload) {
    static final int HEADER_BYTES = 9;

    /** Payload of a frame; larger messages travel in parts. */
    static final int PAYLOAD_BYTES_MAX = 256 << 10;

    /** Payload of a frame before the handshake is over: strangers get no more memory. */
    static final int HANDSHAKE_BYTES_MAX = 4 << 10;

    /** In front of the bytes of a part: the size of the message and the offset in it. */
    static final int PART_HEADER_BYTES = 8;

    static ByteBuf encode(ByteBufAllocator memory, FrameType type, Bytes payload) {
        ByteBuf out = begin(memory, type, payload.size());
        out.writeBytes(payload.array());
        return seal(out);
    }

    /** The piece of a message that begins at an offset. */
    static ByteBuf encodePart(ByteBufAllocator memory, Bytes message, int offset) {
        int length = Math.min(PAYLOAD_BYTES_MAX, message.size() - offset);
        ByteBuf out = begin(memory, FrameType.DATA_PART, PART_HEADER_BYTES + length);
        out.writeInt(message.size()).writeInt(offset);
        out.writeBytes(message.array(), offset, length);
        return seal(out);
    }

    private static ByteBuf begin(ByteBufAllocator memory, FrameType type, int payload) {
        return memory.directBuffer(HEADER_BYTES + payload)
                .writeInt(1 + payload)
                .writeInt(0)
                .writeByte(type.code());
    }

    private static ByteBuf seal(ByteBuf frame) {
        return frame.setInt(4, checksum(frame, 0, frame.writerIndex() - 8));
    }

    /** The checksum of the frame that begins at an index. */
    static int checksum(ByteBuf in, int index, int length) {
        var crc = new CRC32C();
        crc.update(in.nioBuffer(index, 4));
        crc.update(in.nioBuffer(index + 8, length));
        return (int) crc.getValue();
    }
}
