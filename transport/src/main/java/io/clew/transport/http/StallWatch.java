package io.clew.transport.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Tells how long a client has taken nothing of what waits to be sent to it. */
final class StallWatch {
    private long pendingBytes;
    private long progressBytes;
    private long sinceNanos;

    /** Nanoseconds without progress, 0 if nothing waits. */
    long stalledNanos(Channel channel, long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (pending == 0 || pending != pendingBytes || progress != progressBytes) {
            pendingBytes = pending;
            progressBytes = progress;
            sinceNanos = now;
        }
        return now - sinceNanos;
    }
}
