package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Supplier;

/** One request on its connection, from its head to its answer. */
final class Exchange implements HttpCall {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final VarHandle MAKING;

    static {
        try {
            MAKING = MethodHandles.lookup().findVarHandle(Exchange.class, "making", Supplier.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final HttpConnection connection;
    private final HttpRequest request;
    private final long contentLength;
    private Bytes body = Bytes.EMPTY;

    @SuppressWarnings("UnusedVariable") // written by the handle
    private volatile @Nullable Supplier<HttpAnswer> making;

    /** The exchange that was answered before this one and is not yet handed to the event loop. */
    @Nullable Exchange next;

    Exchange(HttpConnection connection, HttpRequest request) {
        this.connection = connection;
        this.request = request;
        this.contentLength =
                HttpUtil.isTransferEncodingChunked(request)
                        ? -1
                        : HttpUtil.getContentLength(request, 0L);
    }

    HttpConnection connection() {
        return connection;
    }

    HttpRequest request() {
        return request;
    }

    /** Its answer comes without a body. */
    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    void receive(Bytes whole) {
        body = whole;
    }

    boolean isAnswered() {
        return making != null;
    }

    /** The answer that was given; for the connection's event loop. */
    HttpAnswer answer() {
        try {
            return Objects.requireNonNull(making).get();
        } catch (RuntimeException e) {
            log.error("{} {} failed", method(), target(), e);
            return RequestCheck.FAILED;
        }
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return request.headers().get(name);
    }

    @Override
    public long contentLength() {
        return contentLength;
    }

    @Override
    public Bytes body() {
        return body;
    }

    @Override
    public void respond(Supplier<HttpAnswer> outcome) {
        if (!MAKING.compareAndSet(this, null, outcome)) {
            throw new IllegalStateException("answered twice: " + method() + " " + target());
        }
        connection.loop().answered(this);
    }
}
