package io.clew.server.bench.local;

import io.clew.transport.SocketTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * A bare HTTP server on the same stack, which stores nothing and answers every request with the
 * same bytes: what no server on this machine can surpass.
 */
public final class FloorServer {
    private FloorServer() {}

    /** Takes the port, the event loops and the size of the answer; runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        SocketTransport transport = SocketTransport.best();
        byte[] answer = new byte[Integer.parseInt(args[2])];
        Arrays.fill(answer, (byte) 'x');
        ByteBuf body = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(answer));
        var group =
                new MultiThreadIoEventLoopGroup(Integer.parseInt(args[1]), transport.ioHandlers());
        new ServerBootstrap()
                .group(group)
                .channel(transport.serverSocketChannel())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new HttpServerCodec(), new Same(body));
                            }
                        })
                .bind(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** Answers each request with the same body. */
    private static final class Same extends SimpleChannelInboundHandler<HttpObject> {
        private final ByteBuf body;

        Same(ByteBuf body) {
            this.body = body;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof LastHttpContent) {
                FullHttpResponse response =
                        new DefaultFullHttpResponse(
                                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body.duplicate());
                response.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
                var _ = ctx.write(response, ctx.voidPromise());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
