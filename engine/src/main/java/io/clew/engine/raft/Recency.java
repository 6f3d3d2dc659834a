package io.clew.engine.raft;

import java.util.ArrayDeque;

/**
 * How new this node's state is, by its own clock: a promise says that whatever was acknowledged
 * before some moment is in the first entries up to some index.
 */
final class Recency {
    private static final int PROMISES_MAX = 1024;

    private record Promise(long at, long index) {}

    /** Ascending in time and index; the first may be kept by what is applied. */
    private final ArrayDeque<Promise> promises = new ArrayDeque<>();

    private long freshAt = Long.MIN_VALUE;

    void promise(long at, long index) {
        Promise last = promises.peekLast();
        if (at <= freshAt || (last != null && (at <= last.at || index < last.index))) {
            return;
        }
        if (promises.size() == PROMISES_MAX) {
            promises.removeLast();
        }
        promises.add(new Promise(at, index));
    }

    /** Everything acknowledged before this moment is in what is applied; MIN_VALUE if unknown. */
    long freshAt(long applied) {
        for (Promise first = promises.peek();
                first != null && first.index <= applied;
                first = promises.peek()) {
            freshAt = Math.max(freshAt, promises.remove().at);
        }
        return freshAt;
    }
}
