package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts requests of the process itself to the node, and waits for the replies. */
record Questions(ApiHandler.Node node) {
    private static final long PATIENCE_SECONDS = 6;

    Reply ask(Request request) {
        var reply = new CompletableFuture<Reply>();
        node.submit(request, reply::complete);
        try {
            return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Unknown("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return new Reply.Unknown("the node does not answer: " + e);
        }
    }
}
