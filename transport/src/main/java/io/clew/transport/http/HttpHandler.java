package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

/** What answers requests. Called on an event loop, must not block. */
public interface HttpHandler {
    /**
     * An answer that the head alone decides, or null to have the body read first. Asked only where
     * that can save reading a body, and of a body of unknown length, which may be empty, only once
     * much of it has come or the client waits; {@link #handle} has to decide the same again.
     */
    @Nullable HttpAnswer early(HttpHead head);

    /**
     * Whether a request without a body is answered even on a connection over the limit, which ends
     * with the answer; for what costs next to nothing and says whether this server lives.
     */
    boolean vital(HttpHead head);

    /** Answers the call, now or later, in any case exactly once. */
    void handle(HttpCall call);
}
