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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One client with one request under way at a time. Lives on one event loop; an operation that is
 * redirected goes on, with the time it has taken so far.
 */
final class LoadConnection implements LoadClient {
    private static final long OPERATION_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 20;
    private static final int REDIRECTS_MAX = 10;

    private final Bootstrap bootstrap;
    private final Destination destination;
    private final Operations operations;
    private final Pace pace;
    private final Tally tally;
    private final @Nullable HistoryFile history;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final int processStep;
    private int process;
    private @Nullable Channel channel;
    private InetSocketAddress peer;
    private boolean busy;
    private boolean stopped;

    /** What its latency counts from. */
    private long dueNanos;

    private long sentNanos;

    /** The next request, where it is not due yet. */
    private @Nullable ScheduledFuture<?> turn;

    private int redirects;
    private int status;
    private @Nullable String location;
    private boolean reusable;

    /**
     * @param processStep how many connections there are: a process whose operation has an unknown
     *     outcome does nothing more, another takes its place
     */
    LoadConnection(
            Bootstrap bootstrap,
            Destination destination,
            Operations operations,
            Pace pace,
            Tally tally,
            @Nullable HistoryFile history,
            int process,
            int processStep) {
        this.history = history;
        this.process = process;
        this.processStep = processStep;
        this.bootstrap = bootstrap;
        this.destination = destination;
        this.operations = operations;
        this.pace = pace;
        this.tally = tally;
        this.peer = destination.current();
    }

    @Override
    public void start() {
        peer = wanted();
        ChannelFuture connected =
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
        var _ =
                connected.addListener(
                        _ -> {
                            if (connected.isSuccess()) {
                                connected(connected.channel());
                            } else {
                                fail("cannot connect");
                            }
                        });
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean idle() {
        return stopped && !busy;
    }

    @Override
    public boolean filled() {
        return operations.filled();
    }

    @Override
    public void giveUpIfLate(long now) {
        if (busy && now - sentNanos > OPERATION_NANOS_MAX) {
            fail("no answer within 10 s");
        }
    }

    @Override
    public void close() {
        stopped = true;
        drop();
    }

    private InetSocketAddress wanted() {
        return busy && operations.read()
                ? destination.forReads(operations.client())
                : destination.current();
    }

    private void connected(Channel opened) {
        channel = opened;
        if (busy) {
            send();
        } else {
            next();
        }
    }

    private void next() {
        long now = System.nanoTime();
        dueNanos = operations.filled() ? pace.next(now) : now;
        if (dueNanos <= now) {
            begin();
        } else {
            turn =
                    bootstrap
                            .config()
                            .group()
                            .schedule(this::begin, dueNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    private void begin() {
        turn = null;
        if (stopped) {
            return;
        }
        operations.next();
        busy = true;
        redirects = 0;
        sentNanos = System.nanoTime();
        if (history != null) {
            history.begins(process, operations);
        }
        if (destination.spread() && !peer.equals(wanted())) {
            drop();
            start();
        } else {
            send();
        }
    }

    private void send() {
        if (channel != null) {
            byte[] request = operations.request(peer.getHostString());
            var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
        }
    }

    private void answered() {
        if (status == 307 && location != null && redirects < REDIRECTS_MAX) {
            redirects++;
            destination.leader(Destination.address(URI.create(location)));
            drop();
            start();
        } else if (status == 200 || (status == 404 && operations.read())) {
            busy = false;
            tally.success(operations.read(), dueNanos, System.nanoTime());
            if (history != null) {
                String found = status == 404 ? null : body.toString(StandardCharsets.UTF_8);
                history.ends(process, HistoryFile.Outcome.OK, operations, found);
            }
            if (reusable) {
                next();
            } else {
                drop();
                start();
            }
        } else {
            failedAs(status == 504 ? HistoryFile.Outcome.UNKNOWN : HistoryFile.Outcome.FAIL);
            fail("HTTP " + status);
        }
    }

    private void failedAs(HistoryFile.Outcome outcome) {
        if (history != null && busy) {
            history.ends(process, outcome, operations, null);
            process += outcome == HistoryFile.Outcome.UNKNOWN ? processStep : 0;
        }
        busy = false;
    }

    /** Counts the operation as failed, and starts over after a pause. */
    private void fail(String kind) {
        tally.error(kind);
        failedAs(HistoryFile.Outcome.UNKNOWN);
        destination.avoid(peer);
        drop();
        if (!stopped) {
            var _ =
                    bootstrap
                            .config()
                            .group()
                            .schedule(this::restart, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void restart() {
        if (!stopped) {
            start();
        }
    }

    private void drop() {
        if (turn != null) {
            turn.cancel(false);
            turn = null;
        }
        Channel dropped = channel;
        channel = null;
        if (dropped != null) {
            var _ = dropped.close();
        }
    }

    /** Reads answers; those of a channel that was dropped do not count. */
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (!ctx.channel().equals(channel)) {
                return;
            }
            if (part instanceof HttpResponse response) {
                status = response.status().code();
                location = response.headers().get(HttpHeaderNames.LOCATION);
                reusable = HttpUtil.isKeepAlive(response);
                body.reset();
            }
            if (part instanceof HttpContent content && history != null) {
                body.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
            if (part instanceof LastHttpContent) {
                answered();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (ctx.channel().equals(channel) && !stopped) {
                fail("connection lost");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
