package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Objects;

/**
 * Says in one sentence why a history of one key, whose last event is a return, has no
 * linearization.
 */
final class Explanation {
    private static final int NONE = -1;

    private final History history;
    private final String key;
    private final Sources sources;
    private final BitSet part;
    private final int failing;
    private final @Nullable String initial;

    /** {@code part} holds the operations that fail for themselves, and are best spoken of. */
    Explanation(History history, String key, Sources sources, BitSet part, Model model) {
        this.history = history;
        this.key = key;
        this.sources = sources;
        this.part = part;
        this.failing = lastToReturn();
        this.initial = model.initial();
    }

    private int lastToReturn() {
        int last = NONE;
        for (int i = part.nextSetBit(0); i >= 0; i = part.nextSetBit(i + 1)) {
            boolean returns = history.operations().get(i).complete() != Operation.NEVER;
            if (returns && (last == NONE || sources.end(i) > sources.end(last))) {
                last = i;
            }
        }
        return last;
    }

    String sentence() {
        if (!sources.looks(failing) || sources.failed(failing)) {
            return unexplained();
        }
        String seen = sources.seenBy(failing);
        int lastWrite = lastWrite();
        if (lastWrite == NONE && !Objects.equals(seen, initial)) {
            return what(failing) + ", but nothing that had begun by then wrote that value";
        }
        int later = contradiction(lastWrite);
        if (later == NONE) {
            return unexplained();
        }
        return what(failing)
                + (sources.looks(later) ? ", but before that " : ", but ")
                + what(later)
                + ", "
                + origin(seen, lastWrite);
    }

    private String origin(@Nullable String seen, int lastWrite) {
        if (lastWrite != NONE) {
            return "after "
                    + what(lastWrite)
                    + ", the last that can have led to "
                    + OperationText.value(seen);
        }
        return seen == null
                ? "and nothing deleted it"
                : "and nothing wrote " + OperationText.value(seen);
    }

    /** The write that may have been the source of what the failing operation saw and ended last. */
    private int lastWrite() {
        int last = NONE;
        for (int write : sources.of(failing)) {
            last = last == NONE || sources.end(write) > sources.end(last) ? write : last;
        }
        return last;
    }

    /**
     * An operation that began after the last write had ended, was over when the failing one began,
     * and left or found another value.
     */
    private int contradiction(int lastWrite) {
        int found = NONE;
        for (int i = 0; i < history.operations().size(); i++) {
            if (sources.isBefore(i, failing)
                    && (lastWrite == NONE || sources.isBefore(lastWrite, i))
                    && hasAnotherValue(i)
                    && (found == NONE || !part.get(found) || part.get(i))) {
                found = i;
            }
        }
        return found;
    }

    private boolean hasAnotherValue(int i) {
        if (sources.looks(i) && history.operations().get(i).outcome() instanceof Outcome.Ok) {
            return !Objects.equals(sources.seenBy(i), sources.seenBy(failing));
        }
        return sources.replaces(i);
    }

    private String unexplained() {
        return what(failing)
                + ", but no order of the "
                + part.cardinality()
                + " operations on "
                + key
                + " that lead to it explains all their outcomes";
    }

    private String what(int i) {
        return OperationText.of(history.operations().get(i));
    }
}
