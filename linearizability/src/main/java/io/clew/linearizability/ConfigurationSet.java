package io.clew.linearizability;

import java.util.Arrays;

/**
 * A set of configurations, each a fixed number of words, in one flat table with open addressing.
 *
 * <p>The first word of a configuration is never zero, so a zero there marks a free place.
 */
final class ConfigurationSet {
    private final int width;
    private long[] table;
    private int capacity;
    private int size;

    ConfigurationSet(int width) {
        this.width = width;
        this.capacity = 64;
        this.table = new long[capacity * width];
    }

    int size() {
        return size;
    }

    /** Adds the configuration at the offset; false if it was there. */
    boolean add(long[] words, int offset) {
        if (2 * (size + 1) > capacity) {
            grow();
        }
        int place = place(words, offset);
        if (table[place] != 0) {
            return false;
        }
        System.arraycopy(words, offset, table, place, width);
        size++;
        return true;
    }

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    /** Where the configuration is in the table, or the free place where it belongs. */
    private int place(long[] words, int offset) {
        long hash = 0;
        for (int i = 0; i < width; i++) {
            hash = (hash ^ words[offset + i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        int mask = capacity - 1;
        int i = (int) (hash ^ (hash >>> 32)) & mask;
        while (table[i * width] != 0 && !matches(i * width, words, offset)) {
            i = (i + 1) & mask;
        }
        return i * width;
    }

    private boolean matches(int place, long[] words, int offset) {
        for (int i = 0; i < width; i++) {
            if (table[place + i] != words[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        long[] old = table;
        capacity *= 2;
        table = new long[Math.multiplyExact(capacity, width)];
        for (int from = 0; from < old.length; from += width) {
            if (old[from] != 0) {
                System.arraycopy(old, from, table, place(old, from), width);
            }
        }
    }
}
