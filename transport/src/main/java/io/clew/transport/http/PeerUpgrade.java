package io.clew.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** How a connection leaves HTTP (RFC 9110 §7.8). */
final class PeerUpgrade {
    private static final String PATH = "/peer";

    private PeerUpgrade() {}

    /**
     * Whether a request wants its connection to speak the peers' protocol.
     *
     * @param peers null if nobody does
     */
    static boolean wanted(HttpRequest request, long contentLength, @Nullable UpgradeHandler peers) {
        return peers != null
                && request.uri().equals(PATH)
                && contentLength == 0
                && !RequestCheck.expectsContinue(request)
                && request.method().equals(HttpMethod.GET)
                && request.protocolVersion().minorVersion() > 0
                && request.headers()
                        .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, peers.protocol(), true);
    }

    /** Hands a connection over and takes the handlers of HTTP, the decoder last, out of it. */
    static void handOver(
            Channel channel,
            UpgradeHandler peers,
            ChannelHandler connection,
            ChannelHandler decoder) {
        channel.config().setAutoRead(false);
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
                        + peers.protocol()
                        + "\r\n\r\n";
        var _ = channel.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
        channel.pipeline().addLast(new HeldBytes());
        channel.pipeline().remove(connection);
        // What it had not decoded goes on to the bytes that are held.
        channel.pipeline().remove(decoder);
        peers.adopt(channel);
    }
}
