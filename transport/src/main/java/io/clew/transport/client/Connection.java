package io.clew.transport.client;

import io.clew.transport.http.HttpAnswer.Header;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A connection to a node, with at most one request under way. */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    private final NodePool pool;
    private final InetAddress host;
    private final AnswerBody body;
    private @Nullable Channel channel;
    private @Nullable Exchange exchange;
    private int status;
    private List<Header> headers = List.of();
    private boolean reusable;
    private boolean gone;
    private long idleSince;

    /**
     * @param bodyMax the largest body of an answer that is taken
     */
    Connection(NodePool pool, InetAddress host, int bodyMax) {
        this.pool = pool;
        this.host = host;
        this.body = new AnswerBody(bodyMax);
    }

    /** Where it was dialled. */
    InetAddress host() {
        return host;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        pool.opened(this);
    }

    void send(Exchange next) {
        Channel to = Objects.requireNonNull(channel);
        exchange = next;
        next.sentBy(this);
        var _ = to.writeAndFlush(next.ask().encode(pool.host()), to.voidPromise());
    }

    long idleSince() {
        return idleSince;
    }

    void idle(long now) {
        idleSince = now;
    }

    void close() {
        Channel open = channel;
        leave("the connection was closed");
        if (open != null) {
            var _ = open.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (exchange == null) {
            close(); // Nobody has asked for anything.
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail("not an answer: " + part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpResponse response) {
            begin(response);
        }
        if (part instanceof HttpContent content) {
            if (!body.add(content.content())) {
                fail("the answer is too large");
            } else if (part instanceof LastHttpContent && status >= 200) {
                answered();
            }
        }
    }

    private void begin(HttpResponse response) {
        status = response.status().code();
        reusable = HttpUtil.isKeepAlive(response);
        var all = new ArrayList<Header>(response.headers().size());
        for (Map.Entry<String, String> each : response.headers()) {
            all.add(new Header(each.getKey(), each.getValue()));
        }
        headers = all;
        body.begin(HttpUtil.getContentLength(response, -1L));
    }

    private void answered() {
        var answer = new Heard.Answered(status, headers, body.take());
        Exchange over = Objects.requireNonNull(exchange);
        exchange = null;
        if (reusable) {
            pool.freed(this);
        } else {
            close();
        }
        over.end(answer);
    }

    private void fail(String why) {
        leave(why);
        close();
    }

    /** The pool forgets it, and whoever waits for an answer hears that there will be none. */
    private void leave(String why) {
        if (gone) {
            return;
        }
        gone = true;
        pool.gone(this);
        Exchange waiting = exchange;
        exchange = null;
        if (waiting != null) {
            waiting.end(new Heard.Lost(why));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave("the connection broke");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail("the connection broke: " + cause.getMessage());
    }
}
