package io.clew.linearizability;

import java.util.Arrays;

/** Texts as small numbers, in the order in which they were met first. */
final class Names {
    static final int NONE = -1;

    private String[] texts = new String[8];
    private int size;

    /** For each place of the hash table, one more than the number of the text there. */
    private int[] table = new int[16];

    Names copy() {
        var copy = new Names();
        copy.texts = texts.clone();
        copy.size = size;
        copy.table = table.clone();
        return copy;
    }

    /** The number of the text, a new one if it was not met yet. */
    int of(String text) {
        int place = place(text);
        if (table[place] != 0) {
            return table[place] - 1;
        }
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * size);
        }
        texts[size++] = text;
        table[place] = size;
        if (2 * size > table.length) {
            grow();
        }
        return size - 1;
    }

    /** The number of the text, or {@link #NONE}. */
    int find(String text) {
        return table[place(text)] - 1;
    }

    String at(int number) {
        return texts[number];
    }

    int size() {
        return size;
    }

    private int place(String text) {
        int mask = table.length - 1;
        int hash = text.hashCode();
        int place = (hash ^ (hash >>> 16)) & mask;
        while (table[place] != 0 && !texts[table[place] - 1].equals(text)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int i = 0; i < size; i++) {
            table[place(texts[i])] = i + 1;
        }
    }
}
