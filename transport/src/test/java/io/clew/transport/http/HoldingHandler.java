package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

import java.util.Deque;

/** Keeps calls for a test to answer: {@code /early} by its head alone, {@code /health} always. */
record HoldingHandler(Deque<HttpCall> calls) implements HttpHandler {
    @Override
    public @Nullable HttpAnswer early(HttpHead head) {
        return head.target().equals("/early") ? HttpAnswer.text(400, "no\n") : null;
    }

    @Override
    public boolean vital(HttpHead head) {
        return head.target().equals("/health");
    }

    @Override
    public void handle(HttpCall call) {
        calls.add(call);
    }
}
