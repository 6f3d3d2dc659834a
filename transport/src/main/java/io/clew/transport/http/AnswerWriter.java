package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Writes answers to one connection: a small one as one buffer, a large one in slices as the client
 * takes them, so that a slow reader holds a slice and not the whole. What is written while a read
 * is being handled is flushed once, at its end.
 */
final class AnswerWriter {
    private static final int SLICE = 64 << 10;
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final HttpLoop loop;
    private final StallWatch stall = new StallWatch();
    private Bytes body = Bytes.EMPTY;
    private int written;
    private long begunBytes;
    private boolean pumping;
    private boolean inRead;
    private boolean flushDue;

    AnswerWriter(HttpLoop loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    void readBegins() {
        inRead = true;
    }

    void readEnds() {
        inRead = false;
        flush();
    }

    /** Starts an answer; the previous one must be complete. */
    void write(HttpAnswer answer, boolean bodiless, AnswerEncoder.Connection connection) {
        Bytes content = bodiless ? Bytes.EMPTY : answer.body();
        int first = Math.min(content.size(), SLICE);
        ByteBuf out = channel.alloc().ioBuffer(AnswerEncoder.HEAD_BYTES + first);
        AnswerEncoder.writeHead(out, answer, connection, loop.date());
        out.writeBytes(content.array(), 0, first);
        begunBytes += out.readableBytes() + content.size() - first;
        var _ = channel.write(out, channel.voidPromise());
        body = content;
        written = first;
        flushSoon();
    }

    /** Tells the client to send the body. */
    void writeContinue() {
        begunBytes += CONTINUE.length;
        var _ = channel.write(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
        flushSoon();
    }

    boolean complete() {
        return written == body.size();
    }

    /** Writes on as far as the connection takes it; to be called again when it takes more. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!complete() && channel.isWritable()) {
                int more = Math.min(body.size() - written, SLICE);
                ByteBuf out = channel.alloc().ioBuffer(more);
                out.writeBytes(body.array(), written, more);
                written += more;
                var _ = channel.writeAndFlush(out, channel.voidPromise());
            }
        } finally {
            pumping = false;
        }
        if (complete()) {
            body = Bytes.EMPTY;
            written = 0;
        }
    }

    /** Whether the client has not taken enough of what waits for it; see {@link StallWatch}. */
    boolean stalled(long now, long limitNanos) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        // Netty counts a little more for each buffer than is in it: that comes and goes with it.
        long waiting =
                buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        return stall.stalled(begunBytes, waiting + body.size() - written, now, limitNanos);
    }

    /** Closes the connection once all that was written has left. */
    void closeWhenWritten() {
        flushDue = false;
        var _ =
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
    }

    private void flushSoon() {
        flushDue = true;
        if (!inRead) {
            flush();
        }
    }

    private void flush() {
        if (flushDue) {
            flushDue = false;
            channel.flush();
        }
    }
}
