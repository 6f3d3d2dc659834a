package io.clew.engine.raft;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * The newest round of heartbeats by which a majority has confirmed a leader, and what was committed
 * when it left: nobody can have acknowledged a write before then that is not in it.
 */
final class Confirmation {
    /** More rounds than can be unanswered before a leader steps down. */
    private static final int ROUNDS_MAX = 1024;

    record Round(long number, long sentAt, long commit) {}

    private final ArrayDeque<Round> unconfirmed = new ArrayDeque<>();
    private @Nullable Round newest;

    /** A round leaves, of a leader that has committed in its own term. */
    void left(long number, long now, long commit) {
        if (unconfirmed.size() == ROUNDS_MAX) {
            unconfirmed.remove();
        }
        unconfirmed.add(new Round(number, now, commit));
    }

    /** A majority has answered this round or a later one. */
    void reached(long number, Recency recency) {
        boolean news = false;
        for (Round first = unconfirmed.peek();
                first != null && first.number <= number;
                first = unconfirmed.peek()) {
            newest = unconfirmed.remove();
            news = true;
        }
        if (news && newest != null) {
            recency.promise(newest.sentAt, newest.commit);
        }
    }

    Freshness tell(Progress follower, long now) {
        return newest == null
                ? Freshness.NONE
                : new Freshness(follower.round(), now - newest.sentAt, newest.commit);
    }
}
