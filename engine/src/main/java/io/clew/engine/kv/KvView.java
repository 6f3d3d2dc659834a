package io.clew.engine.kv;

import io.clew.engine.bytes.Bytes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A state of the map that never changes.
 *
 * <p>Safe to read from any thread, however it got there: no node below {@link #root} is changed
 * once the view exists, and reading a final field shows all that was written before the end of the
 * constructor.
 */
public final class KvView implements Iterable<KvView.Item> {
    final Node root;
    final long generation;
    private final int size;
    private final long sizeBytes;
    private final long hash;

    KvView(Node root, long generation, int size, long sizeBytes, long hash) {
        this.root = root;
        this.generation = generation;
        this.size = size;
        this.sizeBytes = sizeBytes;
        this.hash = hash;
    }

    /** One key with its value and the revision that wrote it. */
    public record Item(Bytes key, Bytes value, long revision) {}

    public @Nullable Item get(Bytes key) {
        return get(root, key);
    }

    public int size() {
        return size;
    }

    /** The bytes of all keys and values together. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** See {@link KvStore#hash}. */
    public long hash() {
        return hash;
    }

    /** In the order of the keys. */
    @Override
    public Iterator<Item> iterator() {
        return new Items(root);
    }

    static @Nullable Item get(Node root, Bytes key) {
        byte[] wanted = key.array();
        var node = root;
        while (node instanceof Branch branch) {
            node = branch.childFor(wanted);
        }
        return ((Leaf) node).get(wanted);
    }

    /** Walks the tree from left to right; nodes not yet visited wait on a stack. */
    private static final class Items implements Iterator<Item> {
        private final ArrayDeque<Node> waiting = new ArrayDeque<>();
        private @Nullable Leaf leaf;
        private int next;

        Items(Node root) {
            waiting.push(root);
        }

        @Override
        public boolean hasNext() {
            return current() != null;
        }

        @Override
        public Item next() {
            var current = current();
            if (current == null) {
                throw new NoSuchElementException();
            }
            return current.item(next++);
        }

        /** The leaf that holds the next item, null after the last. */
        private @Nullable Leaf current() {
            while ((leaf == null || next == leaf.count) && !waiting.isEmpty()) {
                switch (waiting.pop()) {
                    case Branch branch -> {
                        for (int i = branch.count - 1; i >= 0; i--) {
                            waiting.push(branch.child(i));
                        }
                    }
                    case Leaf found -> {
                        leaf = found;
                        next = 0;
                    }
                }
            }
            return leaf == null || next == leaf.count ? null : leaf;
        }
    }
}
