package io.clew.transport.peer;

import io.clew.engine.bytes.Bytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.DecoderException;

import org.jspecify.annotations.Nullable;

/**
 * What both ends of a peer connection have in common: frames come and go, somebody watches whether
 * bytes still come, and an end has one reason.
 *
 * <p>Everything happens on the peers' loop.
 */
abstract class PeerConnection extends ChannelInboundHandlerAdapter {
    private final LocalNode local;
    private final long openedNanos = System.nanoTime();
    private @Nullable Channel channel;
    private long readNanos = openedNanos;
    private long writtenNanos = openedNanos;
    private boolean suspected;
    private boolean ended;

    PeerConnection(LocalNode local) {
        this.local = local;
    }

    /** The handshake is over and its result good. */
    abstract boolean open();

    abstract void receive(Frame frame);

    /** Called while this side has been silent for longer than a ping. */
    abstract void breakSilence();

    /** Called once, whoever ended the connection. */
    abstract void ended(String why);

    final LocalNode local() {
        return local;
    }

    final @Nullable Channel channel() {
        return channel;
    }

    final boolean hasEnded() {
        return ended;
    }

    final void write(FrameType type, Bytes payload) {
        if (channel != null) {
            var frame = Frame.encode(channel.alloc(), type, payload);
            var _ = channel.writeAndFlush(frame, channel.voidPromise());
            wrote();
        }
    }

    final void wrote() {
        writtenNanos = System.nanoTime();
    }

    final boolean hasBeenSilent(long now) {
        return now - writtenNanos >= local.config().timing().pingMillis() * 1_000_000L;
    }

    final void trust() {
        if (channel != null) {
            channel.pipeline().get(FrameDecoder.class).trust();
        }
    }

    /**
     * Ends what has stayed silent for too long. A first miss makes it only suspect: after a pause
     * of this process the clock may be read before the bytes that have been waiting in the socket.
     */
    final void tick(long now) {
        PeerConfig.Timing timing = local.config().timing();
        boolean late =
                open()
                        ? now - readNanos > timing.silenceMillis() * 1_000_000L
                        : now - openedNanos > timing.handshakeMillis() * 1_000_000L;
        if (!late) {
            suspected = false;
            if (open() && hasBeenSilent(now)) {
                breakSilence();
            }
        } else if (!suspected) {
            suspected = true;
        } else if (open()) {
            abort("silent for " + timing.silenceMillis() + " ms");
        } else {
            abort("no handshake within " + timing.handshakeMillis() + " ms");
        }
    }

    /** Drops the connection together with whatever is still under way in it. */
    final void abort(String why) {
        if (channel != null && channel.isOpen()) {
            // The kernel must not go on sending what was written before the end.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        end(why);
    }

    /** Closes the connection behind the last frame. */
    final void end(String why) {
        if (!ended) {
            ended = true;
            if (channel != null) {
                var _ = channel.close();
            }
            ended(why);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        if (ended) {
            var _ = channel.close();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        if (!ended) {
            receive((Frame) message);
        }
    }

    /** Counts any bytes, also those of a frame that is not complete yet. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        readNanos = System.nanoTime();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        end("closed by the other side");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        abort(reason(cause));
    }

    static String reason(Throwable cause) {
        Throwable inner = cause.getCause();
        Throwable origin = cause instanceof DecoderException && inner != null ? inner : cause;
        return origin.getMessage() == null ? origin.toString() : origin.getMessage();
    }
}
