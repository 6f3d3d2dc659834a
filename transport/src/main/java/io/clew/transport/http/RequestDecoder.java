package io.clew.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's request decoder, which also tells its connection that bytes came. */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int CONTENT_BYTES_MAX = 64 << 10;

    private final HttpConnection connection;

    RequestDecoder(HttpConnection connection, HttpConfig.Limits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.lineBytes())
                        .setMaxHeaderSize(limits.headBytes())
                        .setMaxChunkSize(CONTENT_BYTES_MAX));
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (msg instanceof ByteBuf bytes) {
            connection.bytesCame(bytes.readableBytes());
        }
        super.channelRead(ctx, msg);
    }

    /** Whether part of a request has been received that is not decoded yet. */
    boolean hasPart() {
        return actualReadableBytes() > 0;
    }

    /** Both lengths in one request are how requests are smuggled past proxies: refused. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
