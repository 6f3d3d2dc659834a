package io.clew.engine.raft;

import java.util.ArrayDeque;

/**
 * When this node answered the last rounds of the leader of its term.
 *
 * <p>A round counts from the first answer to it, which may be the one that the leader has: a node
 * that gave its leader up and then hears an old heartbeat of it again must not take that for new.
 * So this is remembered for a term, not for a follower's role. A restart may forget it, since what
 * was sent before does not arrive after one.
 */
final class AnsweredRounds {
    private static final int ROUNDS_MAX = 1024;

    private record Answered(long round, long at) {}

    private final ArrayDeque<Answered> answered = new ArrayDeque<>();
    private long newest;

    void clear() {
        answered.clear();
        newest = 0;
    }

    void add(long round, long now) {
        if (round <= newest) {
            return; // A heartbeat that was doubled or overtaken.
        }
        if (answered.size() == ROUNDS_MAX) {
            answered.remove();
        }
        answered.add(new Answered(round, now));
        newest = round;
    }

    /** A moment at or before the answer to this round; {@code Long.MIN_VALUE} if it is unknown. */
    long at(long round) {
        while (!answered.isEmpty() && answered.getFirst().round < round) {
            answered.remove();
        }
        Answered first = answered.peek();
        return first != null && first.round == round ? first.at : Long.MIN_VALUE;
    }
}
