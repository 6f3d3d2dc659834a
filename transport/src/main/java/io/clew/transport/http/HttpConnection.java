package io.clew.transport.http;

import io.clew.transport.http.AnswerEncoder.Connection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/**
 * One client's connection: takes one request after the other and answers in that order.
 *
 * <pre>
 *   IDLE ─bytes─▶ HEAD ─head─▶ BODY ─end─▶ WAITING ─answer─▶ ANSWERING ─written─▶ IDLE or HEAD
 *                   └───────────┴─ answered before the end ─▶ DISCARDING ─▶ CLOSED
 * </pre>
 *
 * <p>Requests that a client pipelines are executed one by one, so that it reads its own writes.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

    private enum Phase {
        IDLE,
        HEAD,
        BODY,
        WAITING,
        ANSWERING,
        DISCARDING,
        CLOSED
    }

    private final ServerScope scope;
    private final HttpLoop loop;
    private final Channel channel;
    private final Places.Place place;
    private final RequestDecoder decoder;
    private final RequestBody body;
    private final AnswerWriter writer;

    private Phase phase = Phase.IDLE;

    /** When the phase began, or last made progress. */
    private long sinceNanos;

    private @Nullable Exchange exchange;
    private boolean endSeen;
    private boolean earlyAsked;
    private boolean upgrading;
    private boolean closing;
    private long discardedBytes;
    private boolean inputEnded;

    HttpConnection(ServerScope scope, HttpLoop loop, Channel channel, Places.Place place) {
        this.scope = scope;
        this.loop = loop;
        this.channel = channel;
        this.place = place;
        this.decoder = new RequestDecoder(this, scope.limits());
        this.writer = new AnswerWriter(loop, channel);
        this.body = new RequestBody(scope.bodies(), scope.limits().bodyBytes());
    }

    RequestDecoder decoder() {
        return decoder;
    }

    HttpLoop loop() {
        return loop;
    }

    /** Takes part in the sweep. */
    void open() {
        enter(Phase.IDLE);
        loop.add(this);
    }

    // ---- what comes in

    /** Told by the decoder before it decodes them. */
    void bytesCame(int count) {
        if (phase == Phase.DISCARDING) {
            discardedBytes += count;
            if (discardedBytes > scope.limits().discardedBytes()) {
                close();
            }
        }
    }

    /** Told by the decoder afterwards; empty lines between requests begin none. */
    void bytesDecoded() {
        boolean begun = decoder.hasBegun();
        if (phase == (begun ? Phase.IDLE : Phase.HEAD)) {
            enter(begun ? Phase.HEAD : Phase.IDLE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        writer.readBegins();
        take((HttpObject) msg);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (phase == Phase.BODY && !earlyAsked && body.maySpareItsRest()) {
            askEarly();
        }
        writer.readEnds();
    }

    /** Whether more can be taken: not while a request is under way, nor while answers pile up. */
    boolean accepting() {
        return switch (phase) {
            case IDLE, HEAD -> channel.isWritable();
            case BODY, DISCARDING, CLOSED -> true;
            case WAITING, ANSWERING -> false;
        };
    }

    private void take(HttpObject object) {
        try {
            if (phase == Phase.DISCARDING || phase == Phase.CLOSED) {
                discard(object);
                return;
            }
            if (object.decoderResult().isFailure()) {
                refuse(RequestCheck.malformed(object.decoderResult().cause()));
                return;
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (object instanceof HttpContent content && phase == Phase.BODY) {
                receive(content);
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        var begun = new Exchange(this, request);
        exchange = begun;
        endSeen = false;
        earlyAsked = false;
        upgrading = PeerUpgrade.wanted(request, begun.contentLength(), scope.peers());
        enter(Phase.BODY);
        HttpAnswer fault = RequestCheck.fault(request);
        if (fault == null && place.surplus() && !upgrading && !vital(begun)) {
            fault = RequestCheck.FULL;
        }
        if (fault != null) {
            refuse(fault);
            return;
        }
        body.begin(begun.contentLength());
        if (begun.contentLength() > scope.limits().bodyBytes()) {
            if (!askEarly()) {
                refuse(RequestCheck.TOO_LARGE);
            }
        } else if (RequestCheck.expectsContinue(request)) {
            if (!askEarly()) {
                writer.writeContinue();
            }
        }
    }

    /** Whether it is answered on a connection too many; a body to wait for is none of it. */
    private boolean vital(Exchange begun) {
        return begun.contentLength() == 0 && scope.handler().vital(begun);
    }

    private void receive(HttpContent content) {
        sinceNanos = loop.nowNanos();
        endSeen = content instanceof LastHttpContent;
        switch (body.add(content.content())) {
            case KEPT -> {
                if (endSeen) {
                    execute();
                }
            }
            case TOO_LONG -> refuse(RequestCheck.TOO_LARGE);
            case NO_MEMORY -> refuse(RequestCheck.BUSY);
        }
    }

    private void execute() {
        if (upgrading) {
            upgrade();
            return;
        }
        Exchange whole = Objects.requireNonNull(exchange);
        whole.receive(body.take());
        enter(Phase.WAITING);
        try {
            scope.handler().handle(whole);
        } catch (RuntimeException e) {
            log.error("{} {} failed", whole.method(), whole.target(), e);
            if (!whole.isAnswered()) {
                whole.respond(RequestCheck.FAILED);
            }
        }
    }

    // ---- what goes out

    /** The exchange has its answer. */
    void answered(Exchange answered) {
        if (phase != Phase.WAITING || answered != exchange) {
            return;
        }
        exchange = null;
        body.clear();
        enter(Phase.ANSWERING);
        HttpRequest request = answered.request();
        closing =
                loop.draining()
                        || place.surplus()
                        || !HttpUtil.isKeepAlive(request)
                        || (inputEnded && !decoder.hasPart());
        writer.write(answered.answer(), answered.isHead(), Connection.after(request, closing));
        answerOn();
    }

    private void answerOn() {
        writer.pump();
        if (!writer.complete() || phase != Phase.ANSWERING) {
            return;
        }
        if (closing) {
            closeWhenWritten();
            return;
        }
        endSeen = false;
        enter(Phase.IDLE);
        takeMore();
    }

    private void takeMore() {
        decoder.resume();
        boolean waitsForInput =
                switch (phase) {
                    case IDLE, HEAD, BODY -> true;
                    case WAITING, ANSWERING, DISCARDING, CLOSED -> false;
                };
        // What is held back or just being decoded is not cut off: its end may well be there.
        if (inputEnded && waitsForInput && !decoder.paused() && !decoder.decoding()) {
            closeWhenWritten();
        }
    }

    /** Answers before the request has come to its end; what still comes is thrown away. */
    private void refuse(HttpAnswer answer) {
        boolean isHead = exchange != null && exchange.isHead();
        exchange = null;
        body.clear();
        enter(Phase.DISCARDING);
        writer.write(answer, isHead, Connection.CLOSES);
        if (endSeen) {
            closeWhenWritten();
        }
    }

    private boolean askEarly() {
        earlyAsked = true;
        HttpAnswer early = scope.handler().early(Objects.requireNonNull(exchange));
        if (early != null) {
            refuse(early);
        }
        return early != null;
    }

    private void discard(HttpObject object) {
        if (phase == Phase.DISCARDING
                && object instanceof LastHttpContent
                && object.decoderResult().isSuccess()) {
            closeWhenWritten();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            if (phase == Phase.ANSWERING) {
                answerOn();
            } else {
                takeMore();
            }
        }
    }

    // ---- how it goes on or ends

    private void enter(Phase next) {
        phase = next;
        sinceNanos = loop.nowNanos();
    }

    private void upgrade() {
        UpgradeHandler peers = Objects.requireNonNull(scope.peers());
        phase = Phase.CLOSED;
        leave();
        PeerUpgrade.handOver(channel, peers, this, decoder);
    }

    /** Ends what has taken too long; called with each sweep. */
    void enforce(long now) {
        HttpConfig.Timeouts timeouts = scope.timeouts();
        if (writer.stalled(now, timeouts.write().toNanos())) {
            close();
            return;
        }
        Duration limit =
                switch (phase) {
                    case IDLE -> place.surplus() ? timeouts.discard() : timeouts.idle();
                    case HEAD -> place.surplus() ? timeouts.discard() : timeouts.head();
                    case BODY -> timeouts.body();
                    case DISCARDING -> timeouts.discard();
                    case WAITING, ANSWERING, CLOSED -> null;
                };
        if (limit == null || decoder.paused() || now - sinceNanos <= limit.toNanos()) {
            return;
        }
        boolean unheard = phase == Phase.IDLE && place.surplus();
        if (unheard || phase == Phase.HEAD || phase == Phase.BODY) {
            refuse(place.surplus() ? RequestCheck.FULL : RequestCheck.TIMEOUT);
        } else {
            close();
        }
    }

    void closeIfIdle() {
        if (phase == Phase.IDLE) {
            close();
        }
    }

    private void closeWhenWritten() {
        phase = Phase.CLOSED;
        writer.closeWhenWritten();
    }

    void close() {
        phase = Phase.CLOSED;
        var _ = channel.close();
    }

    /** A client may end its side after its last request and still wants the answer. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (phase != Phase.WAITING && phase != Phase.ANSWERING && !decoder.paused()) {
                closeWhenWritten();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }

    /** Nobody knows how far the client has got: there is nothing left but to close. */
    void fail(Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warn("connection {} fails", channel.remoteAddress(), cause);
        }
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        exchange = null;
        body.clear();
        leave();
    }

    private void leave() {
        loop.remove(this);
        place.leave();
    }
}
