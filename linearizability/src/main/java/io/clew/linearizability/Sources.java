package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which writes may be the source of what a read saw, in a history of one key.
 *
 * <p>A part of a history is <em>fair</em> if, for each operation in it that looks, it has every
 * write that may have made the value it saw, save those that another write of the part replaced
 * before the look began. If a fair part has no linearization, neither has the whole: take one of
 * the whole, and leave out what is not in the part. The writes that made the value of a look are
 * all in the part, for those that are not were replaced before; and what was between them and the
 * look made no difference to the value. So a fair part that fails shows a real reason, whereas
 * without this any read fails, as soon as the write is left out that it saw.
 */
final class Sources {
    private final History history;
    private final int size;
    private final boolean grows;
    private final int[] begin;
    private final int[] end;
    private final Map<Integer, int[]> sourcesOf = new HashMap<>();

    Sources(History history) {
        this.history = history;
        this.size = history.operations().size();
        this.grows =
                history.operations().stream().anyMatch(each -> each.call() instanceof Call.Append);
        begin = new int[size];
        end = new int[size];
        Arrays.fill(end, Integer.MAX_VALUE);
        for (int i = 0; i < history.eventCount(); i++) {
            (history.isInvocation(i) ? begin : end)[history.indexAt(i)] = i;
        }
    }

    private Operation operation(int i) {
        return history.operations().get(i);
    }

    /** The event at which the operation ends, or the greatest number if it never does. */
    int end(int i) {
        return end[i];
    }

    int begin(int i) {
        return begin[i];
    }

    /** Whether the first operation was over when the second began. */
    boolean isBefore(int first, int second) {
        return end[first] < begin[second];
    }

    boolean looks(int i) {
        return switch (operation(i).call()) {
            case Call.Get _ -> operation(i).outcome() instanceof Outcome.Ok;
            case Call.Cas _ -> true;
            case Call.Put _, Call.Delete _, Call.Append _, Call.Clear _ -> false;
        };
    }

    /** The value that a looking operation found. */
    @Nullable String seenBy(int i) {
        return switch (operation(i).call()) {
            case Call.Cas cas -> cas.from();
            case Call.Get _, Call.Put _, Call.Delete _, Call.Append _, Call.Clear _ ->
                    operation(i).outcome() instanceof Outcome.Ok(String value) ? value : null;
        };
    }

    /**
     * Whether the write may have made the value that the looking operation found, or a part of it;
     * what a failed compare-and-set found may come from any write.
     */
    boolean isSource(int write, int look) {
        if (failed(write)) {
            return false;
        }
        if (failed(look)) {
            return begin[write] < end[look] && !(operation(write).call() instanceof Call.Get);
        }
        String seen = seenBy(look);
        return write != look
                && begin[write] < end[look]
                && switch (operation(write).call()) {
                    case Call.Get _ -> false;
                    case Call.Put put -> isPart(put.value(), seen);
                    case Call.Append append -> isPart(append.value(), seen);
                    case Call.Cas cas -> isPart(cas.to(), seen);
                    case Call.Delete _, Call.Clear _ -> isPart(null, seen);
                };
    }

    boolean failed(int i) {
        return operation(i).outcome() instanceof Outcome.Fail;
    }

    private boolean isPart(@Nullable String written, @Nullable String seen) {
        // What follows a delete may be an append, so with appends it is part of everything.
        if (!grows) {
            return Objects.equals(written, seen);
        }
        return written == null || (seen != null && seen.contains(written));
    }

    /** Whether the operation replaces the value, whatever it was, and is known to have done so. */
    boolean replaces(int i) {
        return operation(i).outcome() instanceof Outcome.Ok
                && switch (operation(i).call()) {
                    case Call.Put _, Call.Delete _, Call.Clear _, Call.Cas _ -> true;
                    case Call.Get _, Call.Append _ -> false;
                };
    }

    /** The sources of a looking operation, in the order of their invocations. */
    int[] of(int look) {
        return sourcesOf.computeIfAbsent(
                look, _ -> IntStream.range(0, size).filter(i -> isSource(i, look)).toArray());
    }

    /** Removes from the part the operations that look and lack a source, until the part is fair. */
    void makeFair(BitSet part) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int look = part.nextSetBit(0); look >= 0; look = part.nextSetBit(look + 1)) {
                if (looks(look) && lacksSource(look, part)) {
                    part.clear(look);
                    changed = true;
                }
            }
        }
    }

    private boolean lacksSource(int look, BitSet part) {
        int lastReplaced = lastReplacedBefore(look, part);
        for (int write : of(look)) {
            if (!part.get(write) && end[write] >= lastReplaced) {
                return true;
            }
        }
        return false;
    }

    /** The latest beginning of a replacing operation of the part that is over before the look. */
    private int lastReplacedBefore(int look, BitSet part) {
        int last = -1;
        for (int i = part.nextSetBit(0); i >= 0; i = part.nextSetBit(i + 1)) {
            if (isBefore(i, look) && replaces(i)) {
                last = Math.max(last, begin[i]);
            }
        }
        return last;
    }
}
