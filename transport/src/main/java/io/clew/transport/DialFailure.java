package io.clew.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;

import java.util.function.Consumer;

/**
 * Tells on its event loop that a dial has failed. Netty tells of one for which there was no socket,
 * as where no more files may be open, on a thread of its own.
 *
 * @param then told the cause
 */
public record DialFailure(EventLoop loop, Consumer<Throwable> then)
        implements ChannelFutureListener {
    @Override
    public void operationComplete(ChannelFuture dial) {
        if (dial.isSuccess()) {
            return;
        }
        if (loop.inEventLoop()) {
            then.accept(dial.cause());
        } else {
            loop.execute(() -> then.accept(dial.cause()));
        }
    }
}
