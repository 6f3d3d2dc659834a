package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Writes answers to one connection: a small one as one buffer, a large one in slices as the client
 * takes them, so that a slow reader holds a slice and not the whole.
 */
final class AnswerWriter {
    private static final int SLICE = 64 << 10;

    private Bytes body = Bytes.EMPTY;
    private int written;
    private boolean pumping;

    /** Starts an answer; the previous one must be complete. */
    void write(
            Channel channel,
            HttpAnswer answer,
            boolean bodiless,
            AnswerEncoder.Connection connection,
            String date) {
        Bytes content = bodiless ? Bytes.EMPTY : answer.body();
        int first = Math.min(content.size(), SLICE);
        ByteBuf out = channel.alloc().ioBuffer(AnswerEncoder.HEAD_BYTES + first);
        AnswerEncoder.writeHead(out, answer, connection, date);
        out.writeBytes(content.array(), 0, first);
        var _ = channel.write(out, channel.voidPromise());
        body = content;
        written = first;
    }

    boolean complete() {
        return written == body.size();
    }

    /** Writes on as far as the connection takes it; to be called again when it takes more. */
    void pump(Channel channel) {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!complete() && channel.isWritable()) {
            int more = Math.min(body.size() - written, SLICE);
            ByteBuf out = channel.alloc().ioBuffer(more);
            out.writeBytes(body.array(), written, more);
            written += more;
            var _ = channel.writeAndFlush(out, channel.voidPromise());
        }
        pumping = false;
        if (complete()) {
            body = Bytes.EMPTY;
            written = 0;
        }
    }
}
