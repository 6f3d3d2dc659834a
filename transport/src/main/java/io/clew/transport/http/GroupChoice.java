package io.clew.transport.http;

import io.clew.engine.api.Reply;
import io.clew.engine.placement.Placement;

import java.util.function.IntFunction;

/**
 * Whose group a request is about, where a node takes part in several: {@code ?shard=N}, and the
 * first one where nothing is said.
 */
final class GroupChoice {
    private static final String PARAMETER = "shard";

    private static final HttpAnswer MALFORMED =
            HttpAnswer.text(
                    400,
                    PARAMETER + " must be a number from 0 to " + (Placement.SHARDS_MAX - 1) + "\n");

    private GroupChoice() {}

    /** What becomes of a request that is about one group. */
    static Routed of(Target target, IntFunction<Routed> route) {
        String text = target.parameter(PARAMETER);
        if (text == null) {
            return route.apply(0);
        }
        int shard = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : Placement.SHARDS_MAX;
        return shard < Placement.SHARDS_MAX ? route.apply(shard) : new Routed.Immediate(MALFORMED);
    }

    /** Says where else to ask, if anywhere. */
    static HttpAnswer answer(Reply.NotCarried reply) {
        if (reply.shard() >= reply.shards()) {
            String has =
                    reply.shards() == 1
                            ? "one, which is 0"
                            : reply.shards() + ", from 0 to " + (reply.shards() - 1);
            return HttpAnswer.text(
                    404, "there is no shard " + reply.shard() + ": this cluster has " + has + "\n");
        }
        String who =
                reply.carriers().isEmpty()
                        ? "and has no known place"
                        : "but on " + String.join(", ", reply.carriers());
        return HttpAnswer.text(
                404, "shard " + reply.shard() + " is not on this node, " + who + "\n");
    }
}
