package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The events of a history that concern one key, in order. */
final class KeyEvents {
    private final int key;
    private final @Nullable Clears clears;
    private final int[] events;
    private final int from;
    private final int until;

    private KeyEvents(int key, @Nullable Clears clears, int[] events, int from, int until) {
        this.key = key;
        this.clears = clears;
        this.events = events;
        this.from = from;
        this.until = until;
    }

    /** Each key's own events, for the keys that the history names, in the order of the keys. */
    static List<KeyEvents> partition(History history, boolean withEveryClear) {
        Columns columns = history.columns();
        int keyCount = columns.keys().size();
        // The events of each key one after the other, found by counting first.
        int[] start = new int[keyCount + 1];
        int own = 0;
        for (int i = 0; i < history.eventCount(); i++) {
            int key = columns.key(history.indexAt(i));
            if (key != Columns.ALL_KEYS) {
                start[key + 1]++;
                own++;
            }
        }
        for (int key = 0; key < keyCount; key++) {
            start[key + 1] += start[key];
        }
        Clears clears = own == history.eventCount() ? null : new Clears(history, withEveryClear);
        int[] next = start.clone();
        int[] events = new int[own];
        for (int i = 0; i < history.eventCount(); i++) {
            int key = columns.key(history.indexAt(i));
            if (key != Columns.ALL_KEYS) {
                events[next[key]++] = i;
            }
        }
        List<KeyEvents> all = new ArrayList<>(keyCount);
        for (int key : inOrder(columns.keys())) {
            if (start[key] < start[key + 1]) {
                all.add(new KeyEvents(key, clears, events, start[key], start[key + 1]));
            }
        }
        return all;
    }

    private static int[] inOrder(Names keys) {
        return keys.size() == 1
                ? new int[1]
                : IntStream.range(0, keys.size())
                        .boxed()
                        .sorted(Comparator.comparing(keys::at))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /** The number of the key in the history's columns. */
    int key() {
        return key;
    }

    int size() {
        return until - from;
    }

    /** The position in the history of the i-th event. */
    int at(int i) {
        return events[from + i];
    }

    /** These events and those of the clears that matter to the key. */
    KeyEvents withClears() {
        if (clears == null) {
            return this;
        }
        int[] merged = clears.mergedInto(this);
        return new KeyEvents(key, null, merged, 0, merged.length);
    }
}
