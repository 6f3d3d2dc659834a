package io.clew.transport.peer;

import io.clew.transport.http.UpgradeHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.util.function.Supplier;

/** Agrees to an upgrade and hands the connection over, as the HTTP server does. */
final class UpgradeAnswer extends ChannelInboundHandlerAdapter {
    private final Supplier<UpgradeHandler> handler;

    UpgradeAnswer(Supplier<UpgradeHandler> handler) {
        this.handler = handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            var answer =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
            answer.headers()
                    .set(HttpHeaderNames.CONNECTION, "Upgrade")
                    .set(HttpHeaderNames.UPGRADE, handler.get().protocol());
            var _ = context.writeAndFlush(answer);
        }
        if (message instanceof LastHttpContent) {
            context.channel().config().setAutoRead(false);
            handler.get().adopt(context.channel());
            // What is left in the codec flows on into the handlers that were just added.
            context.pipeline().remove(this);
            context.pipeline().remove(HttpServerCodec.class);
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
