package io.clew.engine.raft;

import java.util.ArrayDeque;

/** When a follower answered the last rounds of its leader. */
final class AnsweredRounds {
    private static final int ROUNDS_MAX = 1024;

    private record Answered(long round, long at) {}

    private final ArrayDeque<Answered> answered = new ArrayDeque<>();

    void clear() {
        answered.clear();
    }

    void add(long round, long now) {
        Answered last = answered.peekLast();
        if (last != null && round <= last.round) {
            return; // A heartbeat that was doubled or overtaken.
        }
        if (answered.size() == ROUNDS_MAX) {
            answered.remove();
        }
        answered.add(new Answered(round, now));
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
