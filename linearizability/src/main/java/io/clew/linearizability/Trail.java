package io.clew.linearizability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** How the search came to each of its configurations: from which other one, by which choice. */
final class Trail {
    /** Stands for what comes before the first configuration. */
    static final int START = -1;

    static final int NO_CHOICE = -1;

    private int[] cameFrom = new int[64];
    private int[] choice = new int[64];
    private int size;

    /** Numbers a new configuration. */
    int add(int from, int by) {
        if (size == cameFrom.length) {
            cameFrom = Arrays.copyOf(cameFrom, 2 * size);
            choice = Arrays.copyOf(choice, 2 * size);
        }
        cameFrom[size] = from;
        choice[size] = by;
        return size++;
    }

    /** The most memory that it takes while so many more are numbered. */
    long bytesToAdd(int more) {
        return 2L * Integer.BYTES * choice.length * (size + more > choice.length ? 3 : 1);
    }

    /** All choices from the beginning to the configuration, and then one more. */
    List<Integer> choices(int to, int last) {
        List<Integer> found = new ArrayList<>();
        int by = last;
        for (int at = to; at != START; at = cameFrom[at]) {
            found.add(by);
            by = choice[at];
        }
        Collections.reverse(found);
        return found;
    }
}
