package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

/** The head of a request: all that is known before its body. */
public interface HttpHead {
    String method();

    /** Path and query as they were sent, not decoded. */
    String target();

    /** The first header of that name, in any case; null if there is none. */
    @Nullable String header(String name);

    /** Bytes of the body as announced; -1 if they come in chunks of a size not told before. */
    long contentLength();
}
