package io.clew.server.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A client's connection to one server, with one request under way at most. Lives on one event loop;
 * once closed it tells its client nothing more.
 */
final class LoadConnection {
    private final InetSocketAddress peer;
    private final HttpLoadClient client;
    private final boolean keepsBody;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Channel channel;
    private boolean closed;

    /** What is sent as soon as there is a connection. */
    private byte @Nullable [] waiting;

    private int status;
    private @Nullable String location;
    private boolean reusable;

    /**
     * Begins to connect.
     *
     * @param keepsBody whether anybody wants to know what the answers hold
     */
    LoadConnection(
            Bootstrap bootstrap, InetSocketAddress peer, HttpLoadClient client, boolean keepsBody) {
        this.peer = peer;
        this.client = client;
        this.keepsBody = keepsBody;
        ChannelFuture connecting =
                bootstrap
                        .clone()
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel opened) {
                                        opened.pipeline()
                                                .addLast(new HttpResponseDecoder(), new Answers());
                                    }
                                })
                        .connect(peer);
        var _ = connecting.addListener(_ -> connected(connecting));
    }

    private void connected(ChannelFuture connecting) {
        if (closed) {
            var _ = connecting.channel().close();
        } else if (connecting.isSuccess()) {
            channel = connecting.channel();
            byte[] request = waiting;
            waiting = null;
            if (request != null) {
                send(request);
            }
        } else {
            client.lost(this, "cannot connect");
        }
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** Whether what was sent may have reached the server. */
    boolean opened() {
        return channel != null;
    }

    void send(byte[] request) {
        if (channel == null) {
            waiting = request;
        } else {
            var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
        }
    }

    /** Of the answer. */
    int status() {
        return status;
    }

    /** Where the answer says to ask instead, null if it does not. */
    @Nullable String location() {
        return location;
    }

    /** Whether the server takes another request after this answer. */
    boolean reusable() {
        return reusable;
    }

    /** Of the answer, empty if nobody wanted it kept. */
    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    void close() {
        closed = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (closed) {
                return;
            }
            if (part instanceof HttpResponse response) {
                status = response.status().code();
                location = response.headers().get(HttpHeaderNames.LOCATION);
                reusable = HttpUtil.isKeepAlive(response);
                body.reset();
            }
            if (part instanceof HttpContent content && keepsBody) {
                body.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
            if (part instanceof LastHttpContent) {
                client.answered(LoadConnection.this);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!closed) {
                client.lost(LoadConnection.this, "connection lost");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
