package io.clew.linearizability;

/**
 * How a point of the search is packed into words: the return that comes next, the state of the key,
 * which open live operations have taken effect, which of the others are covered (see {@link
 * Moves}), and how many unknown writes of each group have.
 */
final class Configuration {
    private static final int MASK_WORD = 1;

    private final int width;
    private final int coveredWord;
    private final int readWord;
    private final int firstCountWord;
    private final int[] countWord;
    private final int[] countShift;
    private final long[] countMask;

    /** For each word of counts, the top bit of each, which is never set in a count. */
    private final long[] guards;

    Configuration(KeyProblem problem) {
        int groups = problem.unknown.groupCount();
        countWord = new int[groups];
        countShift = new int[groups];
        countMask = new long[groups];
        int maskWords = (problem.slotCount() + Long.SIZE - 1) / Long.SIZE;
        coveredWord = MASK_WORD + maskWords;
        readWord = coveredWord + maskWords;
        firstCountWord = readWord + maskWords;
        int word = firstCountWord;
        int shift = 0;
        for (int g = 0; g < groups; g++) {
            // One bit more than the count needs, so that counts can be compared side by side.
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(problem.unknown.size(g)) + 1;
            if (shift + bits > Long.SIZE) {
                word++;
                shift = 0;
            }
            countWord[g] = word;
            countShift[g] = shift;
            countMask[g] = (1L << bits) - 1;
            shift += bits;
        }
        width = groups == 0 ? word : word + 1;
        guards = new long[width - firstCountWord];
        for (int g = 0; g < groups; g++) {
            long topBit = (countMask[g] + 1) >>> 1;
            guards[countWord[g] - firstCountWord] |= topBit << countShift[g];
        }
    }

    int width() {
        return width;
    }

    /** How many words at the beginning say which return, which state and which writes are done. */
    int keyWidth() {
        return coveredWord;
    }

    /**
     * Whether the configuration at the offset, which is the same in its first {@link #keyWidth}
     * words, has no fewer reads done and operations covered, and no more unknown writes used.
     */
    boolean dominates(long[] some, int offset, long[] other) {
        for (int i = coveredWord; i < firstCountWord; i++) {
            if ((other[i] & ~some[offset + i]) != 0) {
                return false;
            }
        }
        for (int i = 0; i < guards.length; i++) {
            long guard = guards[i];
            long more = (other[firstCountWord + i] | guard) - some[offset + firstCountWord + i];
            if ((more & guard) != guard) {
                return false;
            }
        }
        return true;
    }

    void position(long[] words, int nextReturn, int state) {
        words[0] = (long) nextReturn << Integer.SIZE | state;
    }

    int nextReturn(long[] words) {
        return (int) (words[0] >>> Integer.SIZE);
    }

    int state(long[] words) {
        return (int) words[0];
    }

    boolean isDone(long[] words, int slot) {
        int word = slot >>> 6;
        return ((words[MASK_WORD + word] | words[readWord + word]) & 1L << slot) != 0;
    }

    /** Like {@link #done}, for an operation that cannot change the state. */
    void read(long[] words, int slot) {
        words[readWord + (slot >>> 6)] |= 1L << slot;
    }

    void done(long[] words, int slot) {
        words[MASK_WORD + (slot >>> 6)] |= 1L << slot;
        words[coveredWord + (slot >>> 6)] &= ~(1L << slot);
    }

    boolean isCovered(long[] words, int slot) {
        return (words[coveredWord + (slot >>> 6)] & 1L << slot) != 0;
    }

    void cover(long[] words, int slot) {
        words[coveredWord + (slot >>> 6)] |= 1L << slot;
    }

    /** The operation in the slot has returned. */
    void free(long[] words, int slot) {
        words[MASK_WORD + (slot >>> 6)] &= ~(1L << slot);
        words[coveredWord + (slot >>> 6)] &= ~(1L << slot);
        words[readWord + (slot >>> 6)] &= ~(1L << slot);
    }

    int used(long[] words, int group) {
        return (int) (words[countWord[group]] >>> countShift[group] & countMask[group]);
    }

    void use(long[] words, int group) {
        words[countWord[group]] += 1L << countShift[group];
    }
}
