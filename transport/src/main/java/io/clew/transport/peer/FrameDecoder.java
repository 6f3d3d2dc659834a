package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.util.List;

/** Bytes in, {@link Frame}s out; whatever is not a frame ends the connection. */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int LENGTH_AND_CHECKSUM_BYTES = 8;

    private int payloadBytesMax = Frame.HANDSHAKE_BYTES_MAX;
    private boolean damaged;

    /** The handshake is over: frames of full size may come. */
    void trust() {
        payloadBytesMax = Frame.PART_HEADER_BYTES + Frame.PAYLOAD_BYTES_MAX;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (damaged) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < LENGTH_AND_CHECKSUM_BYTES) {
            return;
        }
        int start = in.readerIndex();
        int length = in.getInt(start);
        if (length < 1 || length > 1 + payloadBytesMax) {
            throw damage("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (in.readableBytes() - LENGTH_AND_CHECKSUM_BYTES < length) {
            return;
        }
        if (in.getInt(start + 4) != Frame.checksum(in, start, length)) {
            throw damage("a frame whose checksum is wrong");
        }
        in.skipBytes(LENGTH_AND_CHECKSUM_BYTES);
        int code = in.readUnsignedByte();
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw damage("a frame of unknown type " + code);
        }
        var payload = new byte[length - 1];
        in.readBytes(payload);
        out.add(new Frame(type, Bytes.of(payload)));
    }

    private MalformedException damage(String what) {
        damaged = true;
        return new MalformedException("got " + what);
    }
}
