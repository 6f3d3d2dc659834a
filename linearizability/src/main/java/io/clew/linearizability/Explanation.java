package io.clew.linearizability;

import io.clew.linearizability.Sources.Look;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
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
    private final Model model;

    /** {@code part} holds the operations that fail for themselves, and are best spoken of. */
    Explanation(History history, String key, Sources sources, BitSet part, Model model) {
        this.history = history;
        this.key = key;
        this.sources = sources;
        this.part = part;
        this.failing = lastToReturn();
        this.model = model;
    }

    private int lastToReturn() {
        int last = NONE;
        for (int i = part.nextSetBit(0); i >= 0; i = part.nextSetBit(i + 1)) {
            if (sources.returns(i) && (last == NONE || sources.end(i) > sources.end(last))) {
                last = i;
            }
        }
        return last;
    }

    String sentence() {
        if (!sources.failed(failing)) {
            for (Look found : sources.looksOf(failing)) {
                String sentence = sentence(found);
                if (sentence != null) {
                    return sentence;
                }
            }
        }
        Call call = history.operations().get(failing).call();
        return Mutex.knows(call) ? tooOften() : unexplained();
    }

    /** A lock that was taken more often than it was free, or freed more often than it was taken. */
    private String tooOften() {
        boolean acquires = Mutex.isAcquire(history.operations().get(failing).call());
        int done = 0;
        int others = 0;
        for (Operation each : history.operations()) {
            boolean same = Mutex.isAcquire(each.call()) == acquires;
            done += same && each.outcome() instanceof Outcome.Ok ? 1 : 0;
            others += same ? 0 : 1;
        }
        int possible = others + (acquires == (model.initial() == null) ? 1 : 0);
        return done <= possible
                ? unexplained()
                : what(failing)
                        + (acquires ? ", the acquisition number " : ", the release number ")
                        + done
                        + " of the lock, of which "
                        + possible
                        + " at most were possible by then";
    }

    /** Why the failing operation cannot have found this, if that is plain. */
    private @Nullable String sentence(Look found) {
        int lastWrite = lastWrite(found);
        if (!mayBeInitial(found) && comesFromNowhere(found, lastWrite)) {
            return what(failing) + ", but nothing that had begun by then wrote " + value(found);
        }
        int later = contradiction(found, lastWrite);
        if (later == NONE) {
            return null;
        }
        return what(failing)
                + (sources.looks(later) ? ", but before that " : ", but ")
                + what(later)
                + ", "
                + origin(found, lastWrite);
    }

    private boolean mayBeInitial(Look found) {
        return isTransaction()
                ? model.openInitial().contains(found.register())
                        || Objects.equals(found.value(), model.initial(found.register()))
                : Objects.equals(found.value(), model.initial());
    }

    /** What was deleted may have grown again, but a delete alone leads to no value. */
    private boolean comesFromNowhere(Look found, int lastWrite) {
        return lastWrite == NONE
                || (found.value() != null
                        && model.initial() == null
                        && Arrays.stream(sources.of(failing, found)).allMatch(sources::deletes));
    }

    private String origin(Look found, int lastWrite) {
        if (lastWrite != NONE) {
            return "after "
                    + what(lastWrite)
                    + ", the last that can have led to "
                    + OperationText.value(found.value());
        }
        return found.value() == null
                ? "and nothing deleted it"
                : "and nothing wrote " + OperationText.value(found.value());
    }

    private boolean isTransaction() {
        return history.operations().get(failing).call() instanceof Call.Txn;
    }

    private String value(Look found) {
        return isTransaction()
                ? OperationText.value(found.value()) + " to " + found.register()
                : "that value";
    }

    /** The write that may have been the source of what the failing operation saw and ended last. */
    private int lastWrite(Look found) {
        int last = NONE;
        for (int write : sources.of(failing, found)) {
            last = last == NONE || sources.end(write) > sources.end(last) ? write : last;
        }
        return last;
    }

    /**
     * An operation that began after the last write had ended, was over when the failing one began,
     * and left or found another value.
     */
    private int contradiction(Look seen, int lastWrite) {
        int best = NONE;
        for (int i = 0; i < history.operations().size(); i++) {
            if (sources.isBefore(i, failing)
                    && (lastWrite == NONE || sources.isBefore(lastWrite, i))
                    && hasAnotherValue(i, seen)
                    && (best == NONE || !part.get(best) || part.get(i))) {
                best = i;
            }
        }
        return best;
    }

    private boolean hasAnotherValue(int i, Look seen) {
        if (history.operations().get(i).outcome() instanceof Outcome.Ok) {
            for (Look each : sources.looksOf(i)) {
                if (each.register().equals(seen.register())
                        && !Objects.equals(each.value(), seen.value())) {
                    return true;
                }
            }
        }
        return sources.replaces(i, seen);
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
