package io.clew.server.bench.etcd;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.collection.IntObjectHashMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The client's end of one HTTP/2 connection that carries unary gRPC calls, many at a time.
 *
 * <p>It stands on Netty's codec for frames and header compression, without its bookkeeping for
 * streams: a client that shares its processors with the servers it measures has to be cheap. Calls
 * are small, so that the window of a stream never matters; that of the connection is obeyed. What
 * is written while answers are read is flushed once. Lives on one event loop.
 */
final class GrpcConnection extends ByteToMessageDecoder {
    private static final int WINDOW = 1 << 30;
    private static final int WINDOW_INITIAL = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private static final int PREFIX = 5;

    private final String authority;
    private final Runnable lost;
    private final DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader(false);
    private final DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter();
    private final Map<String, Http2Headers> headers = new HashMap<>();
    private final IntObjectHashMap<GrpcCall> calls = new IntObjectHashMap<>();
    private final ArrayDeque<GrpcCall> waiting = new ArrayDeque<>();
    private final Frames frames = new Frames();
    private @Nullable ChannelHandlerContext context;
    private int nextStream = 1;
    private long sendWindow = WINDOW_INITIAL;
    private long streamsMax = Integer.MAX_VALUE;
    private int received;
    private boolean reading;

    /** Whether the server has said what it allows; until then calls wait. */
    private boolean settled;

    /**
     * @param authority the server's name, as requests tell it
     * @param lost is told once when the connection is no more, before its calls fail
     */
    GrpcConnection(String authority, Runnable lost) {
        this.authority = authority;
        this.lost = lost;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var _ = ctx.write(Http2CodecUtil.connectionPrefaceBuf());
        var settings = new Http2Settings().pushEnabled(false).initialWindowSize(WINDOW);
        var _ = writer.writeSettings(ctx, settings, ctx.newPromise());
        var _ = writer.writeWindowUpdate(ctx, 0, WINDOW - WINDOW_INITIAL, ctx.newPromise());
        ctx.flush();
        ctx.fireChannelActive();
    }

    /** Sends a call, or keeps it until the server has room for it. */
    void call(GrpcCall call) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isActive()) {
            call.failed("connection lost");
            return;
        }
        waiting.add(call);
        sendWaiting(ctx);
        if (!reading) {
            ctx.flush();
        }
    }

    private void sendWaiting(ChannelHandlerContext ctx) {
        GrpcCall next = waiting.peek();
        while (next != null
                && settled
                && calls.size() < streamsMax
                && next.message().length + PREFIX <= sendWindow) {
            waiting.remove();
            send(ctx, next);
            next = waiting.peek();
        }
    }

    private void send(ChannelHandlerContext ctx, GrpcCall call) {
        byte[] message = call.message();
        ByteBuf body = ctx.alloc().buffer(PREFIX + message.length);
        body.writeByte(0).writeInt(message.length).writeBytes(message);
        sendWindow -= body.readableBytes();
        int stream = nextStream;
        nextStream += 2;
        calls.put(stream, call);
        var _ = writer.writeHeaders(ctx, stream, headers(call.path()), 0, false, ctx.newPromise());
        var _ = writer.writeData(ctx, stream, body, 0, true, ctx.newPromise());
    }

    private Http2Headers headers(String path) {
        return headers.computeIfAbsent(
                path,
                _ ->
                        new DefaultHttp2Headers()
                                .method("POST")
                                .scheme("http")
                                .path(path)
                                .authority(authority)
                                .set("content-type", "application/grpc")
                                .set("te", "trailers"));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Http2Exception {
        reading = true;
        reader.readFrame(ctx, in, frames);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        reading = false;
        super.channelReadComplete(ctx);
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        lost.run();
        var failed = new ArrayList<>(calls.values());
        failed.addAll(waiting);
        calls.clear();
        waiting.clear();
        failed.forEach(call -> call.failed("connection lost"));
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        reader.close();
        writer.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    /** What the server sends. */
    private final class Frames extends Http2FrameAdapter {
        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers read,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endStream) {
            onHeadersRead(ctx, streamId, read, padding, endStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers read,
                int padding,
                boolean endStream) {
            GrpcCall call = endStream ? calls.remove(streamId) : null;
            if (call != null) {
                CharSequence status = read.get("grpc-status");
                call.ended(status == null ? "none" : status.toString());
                sendWaiting(ctx);
            }
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream) {
            int length = data.readableBytes() + padding;
            GrpcCall call = calls.get(streamId);
            if (call != null) {
                call.received(data);
            }
            received += length;
            if (received > WINDOW / 2) {
                var _ = writer.writeWindowUpdate(ctx, 0, received, ctx.newPromise());
                received = 0;
            }
            return length;
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
                throws Http2Exception {
            Long streams = settings.maxConcurrentStreams();
            streamsMax = streams == null ? streamsMax : streams;
            Long table = settings.headerTableSize();
            if (table != null) {
                writer.configuration().headersConfiguration().maxHeaderTableSize(table);
            }
            var _ = writer.writeSettingsAck(ctx, ctx.newPromise());
            settled = true;
            sendWaiting(ctx);
        }

        @Override
        public void onPingRead(ChannelHandlerContext ctx, long data) {
            var _ = writer.writePing(ctx, true, data, ctx.newPromise());
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) {
            if (streamId == 0) {
                sendWindow += increment;
                sendWaiting(ctx);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            GrpcCall call = calls.remove(streamId);
            if (call != null) {
                call.failed("stream reset with " + errorCode);
            }
        }

        @Override
        public void onGoAwayRead(
                ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
            var _ = ctx.close();
        }
    }
}
