package io.clew.sim.world.check;

import io.clew.engine.api.Reply;

import org.jspecify.annotations.Nullable;

/** What answers promise. */
final class Replies {
    private Replies() {}

    /** The entry that is said to have made the write that was asked for; 0 if none is. */
    static long acknowledged(@Nullable Reply reply) {
        return reply instanceof Reply.Written written ? written.revision() : 0;
    }

    /** The newest entry of which an answer shows that it is committed; 0 if it shows none. */
    static long seen(Reply reply) {
        if (reply instanceof Reply.Found found) {
            return Math.max(found.revision(), found.served().applied());
        }
        return reply instanceof Reply.Missing missing
                ? missing.served().applied()
                : acknowledged(reply);
    }
}
