package io.clew.transport.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks the HTTP server at the other end for the peer protocol, and steps aside once it agrees. */
final class UpgradeRequest extends ByteToMessageDecoder {
    static final String PROTOCOL = "clew-peer/1";
    static final String PATH = "/peer";

    /** Fired through the pipeline: from here on there are frames. */
    enum Event {
        UPGRADED
    }

    private static final int ANSWER_BYTES_MAX = 4 << 10;
    private static final String AGREED = "HTTP/1.1 101 ";

    private final String address;

    UpgradeRequest(String address) {
        this.address = address;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String request =
                "GET "
                        + PATH
                        + " HTTP/1.1\r\nHost: "
                        + address
                        + "\r\nConnection: Upgrade\r\nUpgrade: "
                        + PROTOCOL
                        + "\r\n\r\n";
        ByteBuf bytes = context.alloc().buffer(request.length());
        bytes.writeCharSequence(request, StandardCharsets.US_ASCII);
        var _ = context.writeAndFlush(bytes, context.voidPromise());
        context.fireChannelActive();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int end = endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > ANSWER_BYTES_MAX) {
                throw new UpgradeDenied("an endless answer");
            }
            return;
        }
        String head =
                in.readCharSequence(end - in.readerIndex(), StandardCharsets.US_ASCII).toString();
        if (!head.startsWith(AGREED)) {
            int line = head.indexOf('\r');
            in.skipBytes(in.readableBytes());
            throw new UpgradeDenied(head.substring(0, line).replaceAll("\\p{Cntrl}", "?"));
        }
        context.fireUserEventTriggered(Event.UPGRADED);
        context.pipeline().remove(this);
    }

    /** The index behind the empty line, or -1. */
    private static int endOfHead(ByteBuf in) {
        for (int i = in.readerIndex(); i + 4 <= in.writerIndex(); i++) {
            if (in.getInt(i) == 0x0d0a0d0a) {
                return i + 4;
            }
        }
        return -1;
    }

    /** Whoever is there does not speak the peer protocol. */
    static final class UpgradeDenied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UpgradeDenied(String answer) {
            super("answers the upgrade to " + PROTOCOL + " with: " + answer);
        }
    }
}
