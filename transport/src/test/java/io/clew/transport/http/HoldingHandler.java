package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.util.Deque;

/** Keeps calls for a test to answer; {@code /early} alone is answered by its head. */
record HoldingHandler(Deque<HttpCall> calls) implements HttpHandler {
    @Override
    public @Nullable HttpAnswer early(HttpHead head) {
        return head.target().equals("/early") ? HttpAnswer.text(400, "no\n") : null;
    }

    @Override
    public void handle(HttpCall call) {
        calls.add(call);
    }
}
