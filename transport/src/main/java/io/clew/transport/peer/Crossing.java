package io.clew.transport.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what comes in while a channel changes from one event loop to another, and hands it on, in
 * order, when it is removed from the pipeline. Nothing reads meanwhile, so it is never much.
 */
final class Crossing extends ChannelInboundHandlerAdapter {
    private final List<Object> kept = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf) {
            kept.add(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (!kept.isEmpty()) {
            kept.forEach(context::fireChannelRead);
            kept.clear();
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    void discard() {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
