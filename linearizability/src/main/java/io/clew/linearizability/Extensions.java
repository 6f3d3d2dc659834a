package io.clew.linearizability;

import java.util.Arrays;

/**
 * Until when somebody looks at values with a given beginning, where values grow by appends.
 *
 * <p>The values that are looked at are sorted, so those with the same beginning stand together, a
 * value before those that extend it.
 */
final class Extensions {
    private static final int NEVER = -1;

    private final String[] sorted;

    /** For each value, the last look at it or at one that extends it. */
    private final int[] last;

    /** For each value, where those that extend it end. */
    private final int[] end;

    Extensions(Names values, int[] lastLookAtItself) {
        String[] seen = new String[values.size()];
        int size = 0;
        for (int i = 0; i < seen.length; i++) {
            if (lastLookAtItself[Columns.FIRST_VALUE + i] != NEVER) {
                seen[size++] = values.at(i);
            }
        }
        sorted = Arrays.copyOf(seen, size);
        Arrays.sort(sorted);
        last = new int[size];
        end = new int[size];
        for (int i = size - 1; i >= 0; i--) {
            last[i] = lastLookAtItself[Columns.FIRST_VALUE + values.find(sorted[i])];
            end[i] = i + 1;
            while (end[i] < size && sorted[end[i]].startsWith(sorted[i])) {
                last[i] = Math.max(last[i], last[end[i]]);
                end[i] = end[end[i]];
            }
        }
    }

    /** The last look at the value or at one that extends it. */
    int lastLook(String value) {
        int found = Arrays.binarySearch(sorted, value);
        if (found >= 0) {
            return last[found];
        }
        int latest = NEVER;
        for (int i = ~found; i < sorted.length && sorted[i].startsWith(value); i = end[i]) {
            latest = Math.max(latest, last[i]);
        }
        return latest;
    }
}
