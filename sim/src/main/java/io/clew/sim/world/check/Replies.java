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
}
