package io.clew.engine.kv;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A node of the map's B+tree: all items are in leaves of one depth, branches lead to them.
 *
 * <p>A node may be changed only by the store whose generation it carries; everybody else copies it
 * first. A store that shows a view moves on to the next generation, whereby all nodes that it had
 * so far are frozen at once.
 *
 * <p>Its arrays grow in small steps instead of having room for {@link #MAX} from the start: split
 * nodes are half full, and the other half would be paid for every key.
 */
abstract sealed class Node permits Leaf, Branch {
    /** The most items of a leaf, or children of a branch. */
    static final int MAX = 64;

    /** The fewest, except at the root. */
    static final int MIN = 16;

    /**
     * Neighbours that hold up to this many together become one. It lies between the halves and the
     * whole of a node, so that no sequence of puts and deletes splits and merges in turns.
     */
    static final int MERGED_MAX = 48;

    private static final int GROWTH = 8;

    final long generation;
    int count;

    Node(long generation, int count) {
        this.generation = generation;
        this.count = count;
    }

    /** This node if the generation owns it, else a copy that it owns. */
    abstract Node writable(long generation);

    /**
     * Stores an item below this node, which must be writable and not full.
     *
     * @return the item that was replaced, null if the key is new
     */
    abstract KvView.@Nullable Item put(byte[] key, byte[] value, long revision);

    /** Removes a key that is below this node, which must be writable; it may be too small then. */
    abstract void remove(byte[] key);

    /** Moves the second half to a new node, to the right of this writable one. */
    abstract Node split();

    /** Appends all that a right neighbour has to this writable node. */
    abstract void absorb(Node right);

    /** The smallest key below this node. */
    abstract byte[] firstKey();

    /**
     * Verifies the structure below this node.
     *
     * @param low no key is smaller, null if there is no such bound
     * @param high all keys are smaller, null if there is no such bound
     */
    abstract Shape check(boolean root, byte @Nullable [] low, byte @Nullable [] high);

    /** What a check has seen. */
    record Shape(int depth, int items, long bytes, long newest) {}

    static int room(int count) {
        return Math.min(MAX, count + GROWTH);
    }

    /** Where a key is among sorted ones, or {@code -(where it would be) - 1}. */
    static int search(byte[][] keys, int count, byte[] key) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(keys[middle], key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
