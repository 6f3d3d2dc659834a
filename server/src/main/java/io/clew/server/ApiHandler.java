package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.HttpCall;
import io.clew.transport.http.HttpHandler;
import io.clew.transport.http.HttpHead;
import io.clew.transport.http.KvApi;
import io.clew.transport.http.Routed;

import org.jspecify.annotations.Nullable;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Brings HTTP calls to the node and its replies back. */
record ApiHandler(KvApi api, BiConsumer<Request, Consumer<Reply>> node) implements HttpHandler {
    @Override
    public @Nullable HttpAnswer early(HttpHead head) {
        return api.early(head);
    }

    @Override
    public void handle(HttpCall call) {
        switch (route(call)) {
            case Routed.Immediate(HttpAnswer answer) -> call.respond(answer);
            case Routed.Ask(Request request) ->
                    node.accept(request, reply -> call.respond(api.answer(reply, call.target())));
        }
    }

    private Routed route(HttpCall call) {
        try {
            return api.route(call, call.body());
        } catch (UsageException e) {
            return new Routed.Immediate(HttpAnswer.text(400, e.getMessage() + "\n"));
        }
    }
}
