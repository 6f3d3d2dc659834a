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

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings HTTP calls to the node and its replies back.
 *
 * @param reaches whether this node may talk to an address
 */
record ApiHandler(
        KvApi api,
        Node node,
        ClusterOrders orders,
        @Nullable Forwarding forwarding,
        Predicate<String> reaches)
        implements HttpHandler {
    /** The node, as far as it answers requests. */
    interface Node {
        void submit(Request request, Consumer<Reply> asker);

        /** See {@link NodeLoop#elsewhere}. */
        Reply.@Nullable NotLeader elsewhere();
    }

    @Override
    public @Nullable HttpAnswer early(HttpHead head) {
        HttpAnswer fault = api.early(head);
        if (forwards(head)) {
            return fault; // The body is needed here, wherever it goes.
        }
        Reply.NotLeader elsewhere = fault == null ? node.elsewhere() : null;
        return elsewhere == null ? fault : api.spareBody(head, elsewhere);
    }

    @Override
    public boolean vital(HttpHead head) {
        return api.vital(head);
    }

    @Override
    public void handle(HttpCall call) {
        String forwarder = call.header(Forwarding.MARK);
        if (forwarder != null && !reaches.test(forwarder)) {
            call.respond(
                    HttpAnswer.unavailable(
                            "nothing from " + forwarder + ": " + Forwarding.CUT_OFF));
            return;
        }
        switch (route(call)) {
            case Routed.Immediate(HttpAnswer answer) -> call.respond(answer);
            case Routed.Order(var order) -> orders.carryOut(order, call::respond);
            case Routed.Ask(Request request) -> node.submit(request, reply -> answer(call, reply));
        }
    }

    private void answer(HttpCall call, Reply reply) {
        if (forwarding != null
                && reply instanceof Reply.NotLeader(String leader)
                && leader != null
                && forwards(call)) {
            forwarding.forward(call, leader);
        } else if (reply instanceof Reply.LogPage || reply instanceof Reply.Shards) {
            // Long ones: this is the node's own loop, and its heartbeats would wait.
            call.respond(() -> api.answer(reply, call));
        } else {
            call.respond(api.answer(reply, call));
        }
    }

    private boolean forwards(HttpHead head) {
        return forwarding != null && !Forwarding.isForwarded(head);
    }

    private Routed route(HttpCall call) {
        try {
            return api.route(call, call.body());
        } catch (UsageException e) {
            return new Routed.Immediate(HttpAnswer.text(400, e.getMessage() + "\n"));
        }
    }
}
