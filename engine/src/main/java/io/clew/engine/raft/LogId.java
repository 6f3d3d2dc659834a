package io.clew.engine.raft;

/**
 * A position in the log, ordered as Raft compares logs for being up to date: by term, then by index
 * (Raft §5.4.1).
 *
 * @param term the term of the entry, 0 only at index 0
 * @param index the index of the entry, 0 before the first
 */
public record LogId(long term, long index) implements Comparable<LogId> {
    public static final LogId ZERO = new LogId(0, 0);

    @Override
    public int compareTo(LogId other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return term + "." + index;
    }
}
