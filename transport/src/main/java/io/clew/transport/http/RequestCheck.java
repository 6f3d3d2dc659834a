package io.clew.transport.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

/** What is wrong with a request's head as HTTP, whatever it asks for. */
final class RequestCheck {
    static final HttpAnswer TOO_LARGE = HttpAnswer.text(413, "request body too large\n");
    static final HttpAnswer BUSY = HttpAnswer.unavailable("too many requests at once");
    static final HttpAnswer FULL = HttpAnswer.unavailable("too many connections");
    static final HttpAnswer TIMEOUT = HttpAnswer.text(408, "request came too slowly\n");
    static final HttpAnswer FAILED = HttpAnswer.text(500, "internal error\n");

    private RequestCheck() {}

    /** The answer to bytes that cannot be decoded. */
    static HttpAnswer malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            // Not 414: what makes it long is the key, and a key that is too long is 400.
            return HttpAnswer.text(
                    400,
                    "request line too long: a key has " + KeyRule.LENGTH_MAX + " bytes at most\n");
        }
        if (cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException) {
            return HttpAnswer.text(431, "request headers too large\n");
        }
        return HttpAnswer.text(400, "malformed request\n");
    }

    /** Refuses what this server does not speak; null if the head is fine. */
    static @Nullable HttpAnswer fault(HttpRequest request) {
        if (request.protocolVersion().majorVersion() != 1) {
            return HttpAnswer.text(505, "this server speaks HTTP/1.1\n");
        }
        String encoding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (encoding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)) {
            return HttpAnswer.text(501, "transfer encoding not supported\n");
        }
        String expected = request.headers().get(HttpHeaderNames.EXPECT);
        if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            return HttpAnswer.text(417, "expectation not supported\n");
        }
        return null;
    }

    static boolean expectsContinue(HttpRequest request) {
        return request.protocolVersion().minorVersion() > 0
                && request.headers().contains(HttpHeaderNames.EXPECT);
    }
}
