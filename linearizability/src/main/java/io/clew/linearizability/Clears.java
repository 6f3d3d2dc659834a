package io.clew.linearizability;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The clears of a history, and which of them matter to a key.
 *
 * <p>A clear is a delete in the part of every key, so the parts would grow with the product of keys
 * and clears. But a key is <em>quiet</em> most of the time: between two of its own events that
 * follow each other, with no operation of it open that must take effect. Of the clears that begin
 * and end within one such quiet time, one is enough:
 *
 * <p>Take a linearization with all of them. Only unknown writes and other clears are placed in the
 * quiet time, so nobody sees what stands before the last of these clears there; unknown writes
 * before it are left out. Let the one that is kept take the place of the last. If another clear has
 * to come before the kept one but comes later there, the kept one moves to just behind it, where
 * the key is absent; if one has to come after it but comes earlier, to just before that, where its
 * effect is overwritten, and the absence it leaves lasts to the place of the last. Now leave out
 * the others.
 *
 * <p>The other way round, take a linearization without a clear that was left out. It has to come
 * after certain operations and before others. Those of the key are the same as for the kept one, so
 * just behind that is a place for it as far as these go. If a clear that it must follow comes
 * later, the place just behind the last such clear is one, and if a clear that must follow it comes
 * earlier, the place just before the first: next to another clear it has no effect.
 *
 * <p>No completion within a quiet time can be the first that cannot be explained, because the clear
 * that completes may come last of all; so the shortest prefix that fails is the same, too.
 */
final class Clears {
    private final History history;
    private final boolean every;

    /** Where the clears begin that took effect, in ascending order. */
    private int[] begin = new int[8];

    /** Where these end. */
    private int[] end = new int[8];

    /** For each of them, the one that ends first of it and all later ones. */
    private final int[] firstToEnd;

    /** For each of them, the first that is still open when it begins. */
    private final int[] firstOpen;

    private int size;

    /** Where the clears begin of which nobody knows the outcome. */
    private int[] unknown = new int[8];

    private int unknownSize;

    Clears(History history, boolean every) {
        this.history = history;
        this.every = every;
        int[] numberOfOperation = gather();
        for (int i = 0; i < history.eventCount(); i++) {
            int number = numberOfOperation[history.indexAt(i)];
            if (number > 0 && !history.isInvocation(i)) {
                end[number - 1] = i;
            }
        }
        firstToEnd = new int[size];
        for (int i = size - 1; i >= 0; i--) {
            boolean first = i == size - 1 || end[i] < end[firstToEnd[i + 1]];
            firstToEnd[i] = first ? i : firstToEnd[i + 1];
        }
        firstOpen = new int[size];
        int open = 0;
        for (int i = 0; i < size; i++) {
            while (end[open] < begin[i]) {
                open++;
            }
            firstOpen[i] = open;
        }
    }

    /** For each operation that is a clear which took effect, one more than its number. */
    private int[] gather() {
        Columns columns = history.columns();
        int[] numbers = new int[columns.size()];
        for (int i = 0; i < history.eventCount(); i++) {
            int operation = history.indexAt(i);
            if (!history.isInvocation(i) || columns.asked(operation) != Columns.CLEAR) {
                continue;
            }
            if (columns.learned(operation) == Columns.UNKNOWN) {
                if (unknownSize == unknown.length) {
                    unknown = Arrays.copyOf(unknown, 2 * unknownSize);
                }
                unknown[unknownSize++] = i;
            } else if (columns.learned(operation) == Columns.OK) {
                if (size == begin.length) {
                    begin = Arrays.copyOf(begin, 2 * size);
                    end = Arrays.copyOf(end, 2 * size);
                }
                begin[size++] = i;
                numbers[operation] = size;
            }
        }
        return numbers;
    }

    /** The events of the part and of the clears that matter to it, in order. */
    int[] mergedInto(KeyEvents part) {
        return new Merging().merge(part);
    }

    private final class Merging {
        private final BitSet added = new BitSet(size);
        private int[] events = new int[64];
        private int count;
        private int passed;

        /** The first clear that begins after the position; these come in ascending order. */
        private int firstAfter(int position) {
            while (passed < size && begin[passed] < position) {
                passed++;
            }
            return passed;
        }

        int[] merge(KeyEvents part) {
            Columns columns = history.columns();
            int open = 0;
            int quietSince = -1;
            int busySince = -1;
            for (int i = 0; i < part.size(); i++) {
                int at = part.at(i);
                add(at);
                if (open == 0) {
                    addOneWithin(quietSince, at);
                    busySince = at;
                }
                // What failed counts as open, too: that is right, and seldom.
                if (columns.learned(history.indexAt(at)) != Columns.UNKNOWN) {
                    open += history.isInvocation(at) ? 1 : -1;
                }
                if (open == 0) {
                    addAllThatOverlap(busySince, at);
                    quietSince = at;
                }
            }
            addOneWithin(quietSince, Integer.MAX_VALUE);
            for (int i = 0; i < unknownSize; i++) {
                add(unknown[i]);
            }
            int[] merged = Arrays.copyOf(events, count);
            Arrays.sort(merged);
            return merged;
        }

        private void addOneWithin(int from, int until) {
            int first = firstAfter(from);
            if (every) {
                for (int i = first; i < size && begin[i] < until; i++) {
                    addClear(i);
                }
            } else if (first < size && end[firstToEnd[first]] < until) {
                addClear(firstToEnd[first]);
            }
        }

        /** Adds the clears that have a common moment with the busy time. */
        private void addAllThatOverlap(int from, int until) {
            int after = firstAfter(from);
            for (int i = after == 0 ? 0 : firstOpen[after - 1]; i < size && begin[i] < until; i++) {
                if (end[i] > from) {
                    addClear(i);
                }
            }
        }

        private void addClear(int i) {
            if (!added.get(i)) {
                added.set(i);
                add(begin[i]);
                add(end[i]);
            }
        }

        private void add(int event) {
            if (count == events.length) {
                events = Arrays.copyOf(events, 2 * count);
            }
            events[count++] = event;
        }
    }
}
