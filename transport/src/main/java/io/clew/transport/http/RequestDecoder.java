package io.clew.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Netty's request decoder, held back while its connection is busy with a request: what follows
 * stays undecoded, and reading stops, so that a client that pipelines holds no more than one read
 * brought.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int CONTENT_BYTES_MAX = 64 << 10;

    private final HttpConnection connection;
    private @Nullable ChannelHandlerContext ctx;
    private boolean decoding;
    private boolean inHead;
    private boolean paused;

    RequestDecoder(HttpConnection connection, HttpConfig.Limits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.lineBytes())
                        .setMaxHeaderSize(limits.headBytes())
                        .setMaxChunkSize(CONTENT_BYTES_MAX));
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) throws Exception {
        if (msg instanceof ByteBuf bytes) {
            connection.bytesCame(bytes.readableBytes());
        }
        decodeMore(context, msg);
    }

    private void decodeMore(ChannelHandlerContext context, Object msg) throws Exception {
        decoding = true;
        try {
            super.channelRead(context, msg);
        } finally {
            decoding = false;
        }
        connection.bytesDecoded();
        boolean held = hasPart() && !connection.accepting();
        if (held != paused && !context.isRemoved()) {
            paused = held;
            context.channel().config().setAutoRead(!held);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        if (connection.accepting()) {
            super.decode(context, in, out);
            inHead &= out.isEmpty();
        }
    }

    /** Its first line is whole: from here on the parent keeps what has come of the head. */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        inHead = true;
        return super.createMessage(initialLine);
    }

    /** Whether a part of a request has come that the connection does not know of. */
    boolean hasBegun() {
        return inHead || hasPart();
    }

    /** Goes on with what was held back. */
    void resume() {
        if (decoding || ctx == null || ctx.isRemoved() || !hasPart()) {
            return;
        }
        try {
            decodeMore(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
        ctx.fireChannelReadComplete();
    }

    /** Unlike its parent never reads on by itself while reading is stopped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        discardSomeReadBytes();
        context.fireChannelReadComplete();
    }

    /** Unlike its parent keeps what is held back when the client has ended its side. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            context.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(context, event);
        }
    }

    /** Whether something has been received that is not decoded yet. */
    boolean hasPart() {
        return actualReadableBytes() > 0;
    }

    /** Whether it is at work further up the stack. */
    boolean decoding() {
        return decoding;
    }

    /** Whether reading is stopped. */
    boolean paused() {
        return paused;
    }

    /** Both lengths in one request are how requests are smuggled past proxies: refused. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
