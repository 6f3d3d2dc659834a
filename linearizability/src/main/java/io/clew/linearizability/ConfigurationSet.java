package io.clew.linearizability;

import java.util.Arrays;

/**
 * The configurations that the search has come to, without those that another one makes superfluous.
 *
 * <p>A configuration is <em>dominated</em> by one at the same return, in the same state and with
 * the same writes done, if that one has at least the same reads done and operations covered, and
 * has used no more unknown writes of any group. Whatever goes on from the dominated one goes on
 * from the other: a read that is done need not be placed any more, what is covered may be placed as
 * if it were not, and what is not used may stay unused. So what is dominated by a configuration
 * that the search has been at, or is still to go on from, need not be looked at. With unknown
 * writes, this keeps the cases from multiplying.
 *
 * <p>Those that can dominate one another hang in one chain; a hash table holds the chains.
 */
final class ConfigurationSet {
    private static final int END = -1;

    private final Configuration configuration;
    private final int width;
    private final int keyWidth;

    /** For each place, one more than the number of the newest configuration of the chain there. */
    private int[] newest = new int[64];

    private int chains;
    private long[] words;
    private int[] older = new int[32];
    private int size;

    ConfigurationSet(Configuration configuration) {
        this.configuration = configuration;
        this.width = configuration.width();
        this.keyWidth = configuration.keyWidth();
        this.words = new long[older.length * width];
    }

    int size() {
        return size;
    }

    /**
     * The most memory that it takes while so many more are added: while a table doubles, the old
     * one is there as well as the new one.
     */
    long bytesToAdd(int more) {
        int tables = size + more > older.length ? 3 : 1;
        int places = 2 * (chains + more) > newest.length ? 3 : 1;
        return tables * ((long) Long.BYTES * words.length + (long) Integer.BYTES * older.length)
                + (long) places * Integer.BYTES * newest.length;
    }

    /** Adds the configuration; false if one that is there dominates it. */
    boolean add(long[] added) {
        int place = place(added, 0);
        int chain = newest[place] - 1;
        for (int i = chain; i != END; i = older[i]) {
            if (configuration.dominates(words, i * width, added)) {
                return false;
            }
        }
        if (size == older.length) {
            older = Arrays.copyOf(older, 2 * size);
            words = Arrays.copyOf(words, Math.multiplyExact(2 * size, width));
        }
        System.arraycopy(added, 0, words, size * width, width);
        older[size++] = chain;
        newest[place] = size;
        if (chain == END && 2 * ++chains > newest.length) {
            grow();
        }
        return true;
    }

    /** Where the chain of the configuration is in the table, or the free place for it. */
    private int place(long[] from, int offset) {
        long hash = 0;
        for (int i = 0; i < keyWidth; i++) {
            hash = (hash ^ from[offset + i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        int mask = newest.length - 1;
        int i = (int) (hash ^ (hash >>> 32)) & mask;
        while (newest[i] != 0 && !matches((newest[i] - 1) * width, from, offset)) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private boolean matches(int place, long[] from, int offset) {
        for (int i = 0; i < keyWidth; i++) {
            if (words[place + i] != from[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        int[] old = newest;
        newest = new int[Math.multiplyExact(2, old.length)];
        for (int chain : old) {
            if (chain != 0) {
                newest[place(words, (chain - 1) * width)] = chain;
            }
        }
    }
}
