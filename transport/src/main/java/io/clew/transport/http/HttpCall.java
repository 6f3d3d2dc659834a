package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;

import java.util.function.Supplier;

/** A request that was received whole and waits for its answer. */
public interface HttpCall extends HttpHead {
    Bytes body();

    /** Answers, once, from any thread. Does nothing if the client has gone meanwhile. */
    default void respond(HttpAnswer answer) {
        respond(() -> answer);
    }

    /**
     * The same with an answer that takes time to make: the connection's event loop makes it, so
     * that whoever responds goes on at once.
     *
     * @param making from what does not change any more; not called if the client has gone
     */
    void respond(Supplier<HttpAnswer> making);
}
