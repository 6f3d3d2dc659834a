package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;

/** A request that was received whole and waits for its answer. */
public interface HttpCall extends HttpHead {
    Bytes body();

    /** Answers, once, from any thread. Does nothing if the client has gone meanwhile. */
    void respond(HttpAnswer answer);
}
